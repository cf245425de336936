package io.sparksecrets.pod.delivery;

import io.sparksecrets.pod.OwnerReference;

/** Who owns a delivery Secret, and with that, when it can be created: an owner has to be stored before what it owns. */
public sealed interface DeliveryOwner {

    /**
     * The driver pod itself; the Secret is created when its conf map is stored.
     *
     * @param confMap the name of the conf map
     * @param creator a keyed hash of who created the driver pod, see {@link DeliveryNames#creator}; nobody else may create its
     *     conf map. Empty where the pod was rewritten before there were such hashes.
     */
    record Driver(String confMap, String creator) implements DeliveryOwner {}

    /**
     * What the executors of one application have in common, and exists before them: their driver pod, or the controller that
     * makes them. Only they share a Secret.
     *
     * @param id Spark's id of the application; one owner may have several of them
     */
    record Application(OwnerReference owner, String id) implements DeliveryOwner {}

    /** The pod itself; the Secret is created as soon as the pod is stored, so that each pod gets the values of its own day. */
    record PodItself() implements DeliveryOwner {}

    /**
     * Whether the Secret is created only when the pod is stored, without a conf map to wait for. Owners of executors that are no
     * pods are among them, because nothing but a stored pod tells that there is such an owner.
     */
    default boolean waitsForPod() {
        return switch (this) {
            case Driver driver -> false;
            case Application application -> !application.owner().isPod();
            case PodItself itself -> true;
        };
    }
}
