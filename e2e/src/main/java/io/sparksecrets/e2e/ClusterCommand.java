package io.sparksecrets.e2e;

import io.sparksecrets.e2e.cluster.BinariesCluster;
import io.sparksecrets.testing.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Gives a person the installation that the tests have: {@code up} starts it and leaves it running, {@code down} ends it. */
public final class ClusterCommand {

    private ClusterCommand() {}

    /**
     * Runs the command.
     *
     * @param arguments {@code up} or {@code down}, then what {@link Installation.Parts} has
     */
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "up" ->
                up(new Installation.Parts(
                        Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), Path.of(arguments[4])));
            case "down" -> BinariesCluster.stop(Path.of(arguments[4]));
            default -> throw new IllegalArgumentException("not up or down: " + arguments[0]);
        }
    }

    private static void up(Installation.Parts parts) throws IOException {
        try {
            Installation installation = Installation.startToStay(parts);
            installation.createNamespace("playground");
            Files.createFile(BinariesCluster.keptMark(parts.directory()));
            System.out.printf(
                    """
                    export KUBECONFIG=%s PATH=%s:$PATH
                    # a namespace that opts in, with a service account "spark": playground
                    # the image of Spark on the cluster: %s; spark-submit: %s/bin/spark-submit (JAVA_HOME=%s)
                    # put a secret: %s
                    """,
                    installation.cluster().kubeconfig(),
                    installation.prepared("binaries"),
                    installation.spark().image(),
                    installation.spark().home(),
                    installation.spark().javaHome(),
                    installation.webhook().howToPutSecrets());
            System.exit(0);
        } catch (Unavailable e) {
            System.err.println("There can be no cluster here. " + e.getMessage());
            System.exit(1);
        }
    }
}
