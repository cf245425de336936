package io.sparksecrets.conf;

/** What becomes of references in the value of a key of the Spark conf. */
public sealed interface Treatment {

    /**
     * They stay references where the driver reads the conf, because Spark copies the value into API objects.
     *
     * @param usedByExecutors whether the copy goes where the admission of executors resolves it; otherwise it is a variable of the
     *     driver's pod, which has its own admission, or an annotation, which is text
     */
    record Kept(boolean usedByExecutors) implements Treatment {}

    /**
     * They are not allowed.
     *
     * @param why the reason, and what to do instead: the end of a sentence that begins with the key
     */
    record Refused(String why) implements Treatment {}

    /** They are replaced by values before the driver reads the conf. */
    record Resolved() implements Treatment {}
}
