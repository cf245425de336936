package io.sparksecrets.waiting;

/** What came of an attempt to deliver. No message holds a value. */
sealed interface Attempt {

    /**
     * The Secret is there, and nothing more is to be done.
     *
     * @param created whether it is this attempt that created it
     */
    record Delivered(boolean created) implements Attempt {}

    /**
     * There is a Secret of the name of the pod's own. It is right, unless it is of a pod that was deleted and created again from its own stored
     * manifest, and is about to go with the former one.
     */
    record WasThere() implements Attempt {}

    /** What has to be there first is not stored yet, or never will be. */
    record NotStored(String what) implements Attempt {}

    /** There is nothing to deliver: the pod has ended, or its annotation is not ours. */
    record NothingToDo() implements Attempt {}

    /**
     * It cannot be delivered.
     *
     * @param why a line for each reason
     * @param isRetryable whether the same may succeed later without a change
     */
    record Failed(String why, boolean isRetryable) implements Attempt {}
}
