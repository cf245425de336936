package io.sparksecrets.conf;

/** Who reads an env variable that holds options. */
enum OptionReader {
    /** The JVM or its launcher, which print what they picked up. */
    JVM,

    /** bin/spark-class, which leaves the splitting to bash, for the JVM that only builds the command. */
    LAUNCH_SCRIPT,

    /** Spark's launcher, for the JVM of a daemon that sbin/spark-daemon.sh or spark-class starts. */
    DAEMON,

    /** Spark's launcher, for the JVM of what spark-submit starts. */
    SUBMIT_JVM,

    /** Spark's launcher, for the Python program that bin/pyspark starts. */
    PYTHON_PROGRAM,

    /** pyspark/java_gateway.py, which hands the words to spark-submit. */
    PYSPARK,

    /** A script, which splits at blanks, evaluates or prints what it reads, or none that is known. */
    SCRIPT
}
