package io.sparksecrets.validation;

import io.sparksecrets.delivery.WaitingPod;

/** Takes note of pods that get their delivery Secret as soon as they, or their conf maps, are stored. */
@FunctionalInterface
public interface Deliveries {

    /** Returns at once. What comes of it, nobody learns who asked for the pod. */
    void expect(WaitingPod pod);
}
