package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The node: mount, network and process namespaces in which everything of the cluster runs. They end with their first
 * process, and with them every pod, mount, interface and firewall rule, however this program ends.
 */
final class NodeNamespaces {

    /** The bridge of the pods; its address is that of the node and of the API server. */
    static final String NODE_ADDRESS = "10.213.0.1";

    static final String POD_NETWORK = "10.213.0.0/18";
    static final String SERVICE_NETWORK = "10.213.64.0/18";

    private static final String HOST_END = "spark-e2e-host";
    private static final String NODE_END = "spark-e2e-node";
    private static final String HOST_END_ADDRESS = "10.213.255.1";
    private static final String NODE_END_ADDRESS = "10.213.255.2";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

    private final Path directory;
    private final long init;

    private NodeNamespaces(Path directory, long init) {
        this.directory = directory;
        this.init = init;
    }

    /**
     * Makes the namespaces and a route from the host to the node.
     *
     * @param init the script that is their first process
     * @param directory where the cluster keeps its files
     */
    static NodeNamespaces create(Path init, Path directory) throws IOException {
        Path ready = directory.resolve("namespaces-ready");
        Files.createDirectories(directory.resolve("logs"));
        Process unshare = new ProcessBuilder(
                        "unshare",
                        "--mount",
                        "--net",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        init.toString(),
                        directory.toString(),
                        NODE_ADDRESS + "/" + prefixLength(POD_NETWORK),
                        SERVICE_NETWORK)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("logs/node.log").toFile())
                .start();
        Files.writeString(pidFile(directory), Long.toString(unshare.pid()));
        Waiting.until("the namespaces of the node", START_TIMEOUT, () -> {
            if (!unshare.isAlive()) {
                throw new IOException(
                        "the node did not start: " + Files.readString(directory.resolve("logs/node.log")));
            }
            return Files.exists(ready);
        });
        long pid = unshare.children().findFirst().orElseThrow().pid();
        NodeNamespaces node = new NodeNamespaces(directory, pid);
        node.connectToHost();
        return node;
    }

    /** Ends the namespaces that a cluster with these files left running, if any. */
    static void end(Path directory) throws IOException {
        if (Files.exists(pidFile(directory))) {
            long pid = Long.parseLong(Files.readString(pidFile(directory)));
            if (isNode(pid, directory)) {
                ProcessHandle unshare = ProcessHandle.of(pid).orElseThrow();
                List<ProcessHandle> all = new ArrayList<>(unshare.children().toList());
                all.add(unshare);
                // The kernel kills the first process with it, and all others with that.
                unshare.destroyForcibly();
                Waiting.until(
                        "the end of the node", START_TIMEOUT, () -> all.stream().noneMatch(ProcessHandle::isAlive));
            }
            Files.delete(pidFile(directory));
        }
    }

    /** Whether a cluster with these files is running. */
    static boolean isRunning(Path directory) throws IOException {
        return Files.exists(pidFile(directory))
                && isNode(Long.parseLong(Files.readString(pidFile(directory))), directory);
    }

    /** The command as it is run on the node. */
    Command onNode(String... words) {
        return Command.of("nsenter", "--target", Long.toString(init), "--mount", "--net", "--pid", "--")
                .with(words);
    }

    /** Starts a program that runs as long as the node, with its output in {@code logs/NAME.log}. */
    Process start(String name, Map<String, String> environment, List<String> words) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(onNode(words.toArray(String[]::new)).words());
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                .start();
    }

    Path log(String name) {
        return directory.resolve("logs/" + name + ".log");
    }

    void end() throws IOException {
        end(directory);
    }

    private void connectToHost() throws IOException {
        // The kernel takes the link of an earlier node away some time after that has ended.
        Command.of("ip", "link", "delete", HOST_END).run();
        Command.of(
                        "ip",
                        "link",
                        "add",
                        HOST_END,
                        "type",
                        "veth",
                        "peer",
                        "name",
                        NODE_END,
                        "netns",
                        Long.toString(init))
                .check();
        Command.of("ip", "address", "add", HOST_END_ADDRESS + "/30", "dev", HOST_END)
                .check();
        Command.of("ip", "link", "set", HOST_END, "up").check();
        onNode("ip", "address", "add", NODE_END_ADDRESS + "/30", "dev", NODE_END)
                .check();
        onNode("ip", "link", "set", NODE_END, "up").check();
        Command.of("ip", "route", "add", NODE_ADDRESS + "/32", "via", NODE_END_ADDRESS)
                .check();
    }

    /** Numbers of processes are used again, so the file alone is no proof. */
    private static boolean isNode(long pid, Path directory) {
        return ProcessHandle.of(pid)
                .flatMap(process -> process.info().arguments())
                .map(arguments -> List.of(arguments).contains(directory.toString()))
                .orElse(false);
    }

    private static Path pidFile(Path directory) {
        return directory.resolve("node.pid");
    }

    private static String prefixLength(String network) {
        return network.substring(network.indexOf('/') + 1);
    }
}
