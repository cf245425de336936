package io.sparksecrets.e2e.spark;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparksecrets.e2e.cluster.Cluster;
import io.sparksecrets.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** A spark-submit command, small enough for a node with two processors. */
public final class Submission {

    private static final String CLIENT_TIMEOUT_MILLIS = "60000";

    /** As pods reach it. */
    private static final String API_SERVER = "https://kubernetes.default.svc";

    private final SparkDistribution spark;
    private final Cluster cluster;
    private final String namespace;
    private final Path jobs;
    private final Map<String, String> conf = new LinkedHashMap<>();
    private final List<String> arguments = new ArrayList<>();
    private List<String> program;

    /**
     * @param namespace with a service account {@code spark}
     * @param job the jar of the job on the node
     */
    public Submission(SparkDistribution spark, Cluster cluster, String namespace, String name, Path job) {
        this.spark = spark;
        this.cluster = cluster;
        this.namespace = namespace;
        this.jobs = Objects.requireNonNull(job.getParent());
        this.program =
                List.of("--class", "io.sparksecrets.e2e.job.ArrivalJob", "local:///opt/jobs/" + job.getFileName());
        conf.put("spark.app.name", name);
        conf.put("spark.kubernetes.namespace", namespace);
        conf.put("spark.kubernetes.driver.pod.name", name);
        conf.put("spark.kubernetes.container.image", spark.image());
        conf.put("spark.kubernetes.container.image.pullPolicy", "Never");
        conf.put("spark.kubernetes.authenticate.driver.serviceAccountName", "spark");
        conf.put("spark.kubernetes.driver.request.cores", "100m");
        conf.put("spark.kubernetes.executor.request.cores", "50m");
        conf.put("spark.driver.memory", "512m");
        conf.put("spark.executor.memory", "512m");
        conf.put("spark.executor.instances", "1");
        conf.put("spark.kubernetes.submission.waitAppCompletion", "false");
        // Where tests share two processors, an API server may take its time.
        for (String client : List.of("submission", "driver")) {
            conf.put("spark.kubernetes." + client + ".connectionTimeout", CLIENT_TIMEOUT_MILLIS);
            conf.put("spark.kubernetes." + client + ".requestTimeout", CLIENT_TIMEOUT_MILLIS);
        }
        for (String role : List.of("driver", "executor")) {
            String volume = "spark.kubernetes." + role + ".volumes.hostPath.jobs.";
            conf.put(volume + "mount.path", "/opt/jobs");
            conf.put(volume + "mount.readOnly", "true");
            conf.put(volume + "options.path", jobs.toString());
        }
    }

    /** Sets a key of the Spark conf. */
    public Submission conf(String key, String value) {
        conf.put(key, value);
        return this;
    }

    public Submission arguments(String... more) {
        arguments.addAll(List.of(more));
        return this;
    }

    /** Does not tell Spark what the pod of the driver is called, which in client mode it need not know. */
    public Submission withoutDriverPodName() {
        conf.remove("spark.kubernetes.driver.pod.name");
        return this;
    }

    /** Runs another class of the jar of the jobs. */
    public Submission main(String className) {
        program = List.of("--class", className, program.getLast());
        return this;
    }

    /** Runs a Python program that was published. */
    public Submission python(Path file) {
        program = List.of("local:///opt/jobs/" + file.getFileName());
        return this;
    }

    /** Takes the pods of a role, {@code driver} or {@code executor}, from a template. */
    public Submission template(String role, Pod template) throws IOException {
        Path file = Files.createTempFile("spark-" + role, ".yaml");
        file.toFile().deleteOnExit();
        return conf(
                "spark.kubernetes." + role + ".podTemplateFile",
                Files.writeString(file, Serialization.asYaml(template)).toString());
    }

    /** The name of the driver pod. */
    public String driver() {
        return conf.getOrDefault("spark.kubernetes.driver.pod.name", "");
    }

    public String namespace() {
        return namespace;
    }

    /** Runs spark-submit to its end, which is when the objects are made, or with waitAppCompletion when the driver ends. */
    public Command.Result run() throws IOException {
        List<String> words =
                new ArrayList<>(List.of(spark.home().resolve("bin/spark-submit").toString()));
        words.addAll(words(cluster.client().getMasterUrl().toString().replaceAll("/$", ""), "cluster"));
        return new Command(words, Map.of())
                .withVariable("KUBECONFIG", cluster.kubeconfig().toString())
                .withVariable("SPARK_HOME", spark.home().toString())
                .withVariable("JAVA_HOME", spark.javaHome().toString())
                .run();
    }

    /** The command of a container that runs the driver itself, in client mode. Its variable {@code POD_IP} is its address. */
    public List<String> asCommandOfAPod() {
        return asCommandInPod("$(POD_IP)");
    }

    /** The command that runs the driver itself, in client mode, in a pod that is there and has this address. */
    public List<String> asCommandInPod(String address) {
        conf("spark.driver.host", address);
        return asCommandOfAPod("client");
    }

    /** The command of a container that submits, as {@link #run} does here. */
    public List<String> asCommandOfASubmitter() {
        return asCommandOfAPod("cluster");
    }

    /**
     * The value of {@code PYSPARK_SUBMIT_ARGS} with which a Python program in a pod runs the driver itself. The pod's variable
     * {@code POD_IP} is its address.
     */
    public String asPysparkSubmitArgs() {
        conf("spark.driver.host", "$(POD_IP)");
        return String.join(" ", options(API_SERVER, "client")) + " pyspark-shell";
    }

    private List<String> asCommandOfAPod(String deployMode) {
        List<String> words = new ArrayList<>(List.of("/opt/spark/bin/spark-submit"));
        words.addAll(words(API_SERVER, deployMode));
        return words;
    }

    /** The words by which a command of somebody else runs here too: what it can do without on a node that has more to give. */
    public String ofThisNode() {
        return conf.entrySet().stream()
                .filter(setting -> setting.getKey()
                        .matches(
                                ".*\\.(pullPolicy|request\\.cores|memory|instances|connectionTimeout|requestTimeout|waitAppCompletion)"
                                        + "|.*\\.hostPath\\.jobs\\..*"))
                .map(setting -> "--conf " + setting.getKey() + "=" + setting.getValue())
                .collect(Collectors.joining(" "));
    }

    /** The directory of what was published, on the node. */
    public Path jobs() {
        return jobs;
    }

    private List<String> words(String apiServer, String deployMode) {
        List<String> words = options(apiServer, deployMode);
        words.addAll(program);
        words.addAll(arguments);
        return words;
    }

    private List<String> options(String apiServer, String deployMode) {
        List<String> options = new ArrayList<>(List.of("--master", "k8s://" + apiServer, "--deploy-mode", deployMode));
        conf.forEach((key, value) -> options.addAll(List.of("--conf", key + "=" + value)));
        return options;
    }
}
