package io.sparksecrets.program;

/** What becomes of references in one word of a command line. */
public sealed interface WordUse {

    /** The program takes the word as data: a value may have any characters. */
    record Data() implements WordUse {}

    /** The word is a script that a shell parses. */
    record Script() implements WordUse {}

    /**
     * The word has the value of a conf key that is resolved where the program runs.
     *
     * @param key such as {@code spark.hadoop.fs.s3a.secret.key}
     */
    record Conf(String key) implements WordUse {}

    /**
     * The word has Java options for Spark's launcher, which splits them.
     *
     * @param key the conf key that they are the value of
     * @param start where in the word they begin
     */
    record LauncherOptions(String key, int start) implements WordUse {}

    /** References stay as they are, because the pods that Spark makes of them have an admission of their own. */
    record Kept() implements WordUse {}

    /**
     * The same, in the value of an env variable of executors, which goes to them under another key than Spark's own.
     *
     * @param key Spark's own, such as {@code spark.executorEnv.DB_PASSWORD}
     * @param start where it begins in the word
     */
    record ExecutorVariable(String key, int start) implements WordUse {}

    /**
     * No reference can stand there.
     *
     * @param why what is wrong and what to write instead; a sentence without its subject, which is the word
     */
    record Refused(String why) implements WordUse {}

    /**
     * What becomes of references in the value of a conf key that are kept.
     *
     * @param start where the key begins in the word
     */
    static WordUse kept(String key, int start) {
        return io.sparksecrets.conf.ExecutorVariable.isSetBy(key) ? new ExecutorVariable(key, start) : new Kept();
    }
}
