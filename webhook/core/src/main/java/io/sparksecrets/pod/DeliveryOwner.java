package io.sparksecrets.pod;

/** Who owns a delivery Secret, and with that, when it can be created: an owner has to be stored before what it owns. */
public sealed interface DeliveryOwner {

    /**
     * The driver pod itself; the Secret is created when its conf map comes.
     *
     * @param confMap the name of the conf map
     */
    record Driver(String confMap) implements DeliveryOwner {}

    /**
     * What the executors of one application have in common, and exists before them: their driver pod, or the controller that
     * makes them. Only they share a Secret.
     *
     * @param id Spark's id of the application; one owner may have several of them
     */
    record Application(OwnerReference owner, String id) implements DeliveryOwner {}

    /** The pod itself; the Secret is created as soon as the pod is stored, so that each pod gets the values of its own day. */
    record PodItself() implements DeliveryOwner {}
}
