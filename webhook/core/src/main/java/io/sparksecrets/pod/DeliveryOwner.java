package io.sparksecrets.pod;

/** Who owns a delivery Secret, and with that, when it can be created: an owner has to be stored before what it owns. */
public sealed interface DeliveryOwner {

    /**
     * The driver pod itself; the Secret is created when its conf map comes.
     *
     * @param confMap the name of the conf map
     */
    record Driver(String confMap) implements DeliveryOwner {}

    /** An object that exists already and may own many pods: an executor's driver, or a controller. */
    record Existing(OwnerReference owner) implements DeliveryOwner {}

    /** The pod itself; the Secret is created as soon as the pod is stored. */
    record PodItself() implements DeliveryOwner {}
}
