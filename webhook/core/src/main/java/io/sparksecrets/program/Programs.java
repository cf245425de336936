package io.sparksecrets.program;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The programs that are known here, by their names. */
final class Programs {

    /** Spark's scripts whose words begin with options of spark-submit. */
    static final Set<String> SUBMITTERS = Set.of(
            "spark-submit",
            "spark-shell",
            "spark-sql",
            "pyspark",
            "sparkR",
            "run-example",
            "spark-connect-shell",
            "spark-pipelines");

    /** Those that hand on to a shell or a server what they do not know. */
    static final Set<String> MIXED_SUBMITTERS =
            Set.of("spark-shell", "spark-sql", "pyspark", "sparkR", "spark-connect-shell", "spark-pipelines");

    /** Scripts that start a daemon through {@code spark-daemon.sh}, which takes options of spark-submit. */
    static final Set<String> SUBMITTING_DAEMONS = Set.of("start-connect-server.sh", "start-thriftserver.sh");

    /** Scripts that start one which has words of its own. */
    static final Set<String> OTHER_DAEMONS = Set.of(
            "start-history-server.sh",
            "start-master.sh",
            "start-worker.sh",
            "start-workers.sh",
            "start-slave.sh",
            "start-slaves.sh",
            "start-mesos-dispatcher.sh",
            "start-mesos-shuffle-service.sh",
            "start-shuffle-service.sh");

    static final String DAEMON = "spark-daemon.sh";
    static final String SPARK_CLASS = "spark-class";
    static final String SPARK_SUBMIT_CLASS = "org.apache.spark.deploy.SparkSubmit";

    /** Spark's own, which runs what it is given when that is neither a driver nor an executor. */
    static final String SPARK_ENTRYPOINT = "/opt/entrypoint.sh";

    static final Set<String> SPARK_ROLES = Set.of("driver", "executor");

    /** Names that Spark's scripts have where several versions of Spark are installed. */
    private static final Pattern VERSIONED =
            Pattern.compile("(spark)[0-9.-]*(-(?:submit|shell|sql|class))(?:\\.sh|\\.cmd)?");

    private static final Pattern PYTHON = Pattern.compile("python[0-9.]*|pypy[0-9.]*");

    /** Programs that run their words, or what stands in them, as code: of a shell, or of a language of their own. */
    private static final Set<String> RUN_WORDS = Set.of(
            "su",
            "runuser",
            "sg",
            "script",
            "fish",
            "csh",
            "tcsh",
            "pwsh",
            "powershell",
            "cmd",
            "ssh",
            "slogin",
            "rsh",
            "watch",
            "parallel",
            "eval",
            "awk",
            "gawk",
            "mawk",
            "nawk",
            "sed",
            "make",
            "gmake",
            "tmux",
            "screen",
            "sqlite3",
            "execlineb",
            "at",
            "batch",
            "expect",
            "m4",
            "dc",
            "bc",
            "jshell",
            "xonsh",
            "nu",
            "elvish");

    /** Programs whose words are data, all of them. */
    private static final Set<String> TAKE_DATA = Set.of(
            "echo",
            "printf",
            "cat",
            "tee",
            "test",
            "[",
            "[[",
            ":",
            "true",
            "false",
            "cd",
            "for",
            "select",
            "set",
            "return",
            "exit",
            "shift",
            "wait",
            "export",
            "readonly",
            "local",
            "declare",
            "typeset",
            "curl",
            "wget",
            "mkdir",
            "touch",
            "cp",
            "mv",
            "rm",
            "ls",
            "ln",
            "chmod",
            "chown",
            "head",
            "tail",
            "wc",
            "cut",
            "tr",
            "grep",
            "base64",
            "basename",
            "dirname",
            "sleep",
            "date",
            "hostname",
            "kinit",
            "keytool",
            "htpasswd");

    private static final Set<String> DECLARE = Set.of("export", "readonly", "local", "declare", "typeset");

    /** Programs that take their standard input for data. */
    private static final Set<String> READ_DATA = Set.of(
            "cat",
            "tee",
            "read",
            "mapfile",
            "readarray",
            "grep",
            "sort",
            "uniq",
            "wc",
            "base64",
            "base32",
            "tr",
            "cut",
            "head",
            "tail",
            "sha1sum",
            "sha256sum",
            "sha512sum",
            "md5sum",
            "openssl",
            "gpg",
            "kinit",
            "keytool",
            "curl",
            "dd",
            "xxd",
            "od",
            "tac",
            "rev",
            "paste",
            "htpasswd",
            "chpasswd",
            "kubectl",
            "oc",
            "helm",
            "docker",
            "podman",
            "skopeo",
            "jq");

    /** Programs that neither print their words and their input nor run them, and the submitters, whose words are looked at. */
    private static final Set<String> KEEP_TO_THEMSELVES = Set.of(
            "curl",
            "wget",
            "kinit",
            "keytool",
            "htpasswd",
            "chpasswd",
            "openssl",
            "psql",
            "mysql",
            "mariadb",
            "aws",
            "az",
            "gcloud",
            "gsutil",
            "git",
            "docker",
            "podman",
            "helm",
            "test",
            "[",
            "[[");

    private Programs() {}

    /** The program that a word names, without its folder. */
    static String name(String word) {
        String name = word.substring(word.lastIndexOf('/') + 1);
        Matcher versioned = VERSIONED.matcher(name);
        return versioned.matches() ? versioned.group(1) + versioned.group(2) : name;
    }

    static boolean isPython(String name) {
        return PYTHON.matcher(name).matches();
    }

    static boolean runsWords(String name) {
        return RUN_WORDS.contains(name);
    }

    static boolean takesData(String name) {
        return TAKE_DATA.contains(name);
    }

    static boolean keepsToItself(String name) {
        return KEEP_TO_THEMSELVES.contains(name) || SUBMITTERS.contains(name);
    }

    static boolean declares(String name) {
        return DECLARE.contains(name);
    }

    static boolean readsData(List<String> words) {
        return READ_DATA.contains(name(words.getFirst()));
    }
}
