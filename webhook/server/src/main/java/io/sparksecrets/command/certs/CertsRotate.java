package io.sparksecrets.command.certs;

import io.fabric8.kubernetes.client.Config;
import io.sparksecrets.certs.rotation.RotatingCertificates;
import io.sparksecrets.certs.rotation.RotationPolicy;
import io.sparksecrets.command.line.CommandFailure;
import io.sparksecrets.command.line.ConfigurationOptions;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationException;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.KubernetesInstallation;
import java.io.PrintWriter;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rotate",
        description = {
            "Have the replicas of a cluster go over to a new authority now, and not when it is time: when somebody may know its"
                    + " key, for example. Nothing is dropped. In a cluster: kubectl exec into a replica.",
            "",
            "The former authority stays trusted until the last certificate that it issued has expired."
        },
        sortOptions = false,
        usageHelpAutoWidth = true)
final class CertsRotate implements Callable<Integer> {

    private final ConfigurationOptions configuration;
    private final ClusterConfig clusters;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    CertsRotate(ConfigurationOptions configuration, ClusterConfig clusters) {
        this.configuration = configuration;
        this.clusters = clusters;
    }

    @Override
    public Integer call() throws ConfigurationException {
        Configuration read = configuration.read();
        Config cluster = clusters.find(read.cluster().access())
                .orElseThrow(() -> CommandFailure.failed(
                        "there is no cluster: neither a service account nor a kubeconfig was found; only in a cluster is"
                                + " there an authority that lasts"));
        String namespace = read.cluster()
                .namespaceIn(cluster)
                .orElseThrow(() -> CommandFailure.badInput(
                        "the namespace of the installation is not known; give it with --namespace"));
        try (KubernetesInstallation installation = KubernetesInstallation.connect(cluster, namespace)) {
            tell(RotatingCertificates.begin(
                    read.certificates().secretName(),
                    policy(read.certificates()),
                    installation,
                    InstantSource.system()));
            return 0;
        } catch (InstallationException e) {
            throw CommandFailure.failed(e.getMessage() + " (namespace %s)".formatted(namespace));
        }
    }

    private static RotationPolicy policy(Configuration.Certificates settings) {
        return RotationPolicy.of(List.of(), settings.authorityValidity(), settings.validity());
    }

    private void tell(RotatingCertificates.Begun begun) {
        PrintWriter out = spec.commandLine().getOut();
        if (!begun.isNew()) {
            out.println("A change of authority is under way already; nothing more is begun.");
        }
        out.printf(
                """
                Authority %s is published, and issues certificates %d minutes after every webhook trusts it.
                Authority %s stays trusted until %s, when the last certificate that it issued expires.
                Look at it with: spark-secrets certs show
                """,
                serial(begun.successor()),
                Math.max(1, begun.publishedFor().toMinutes()),
                serial(begun.authority()),
                begun.leavesUntil());
    }

    private static String serial(X509Certificate certificate) {
        return certificate.getSerialNumber().toString(16);
    }
}
