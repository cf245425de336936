package io.sparksecrets.configuration;

import io.sparksecrets.access.AccessRule;
import io.sparksecrets.https.ClientTrust;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.pod.rewrite.RewriteSettings.JavaOptionDelivery;
import io.sparksecrets.reference.LeasedStores;
import io.sparksecrets.store.adapter.ConfiguredStores;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.cache.CacheSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.event.Level;

/**
 * The whole configuration, checked. Each component takes its own part of it.
 *
 * @param stores where secrets live
 * @param cache what stands in front of each
 * @param api empty where there is none
 * @param cluster the one that the installation is in
 */
public record Configuration(
        ConfiguredStores stores,
        CacheSettings cache,
        Admission admission,
        Optional<Api> api,
        Health health,
        Delivery delivery,
        List<AccessRule> policyRules,
        ClusterSettings cluster,
        Certificates certificates,
        Shutdown shutdown,
        Logging logging) {

    public Configuration {
        policyRules = List.copyOf(policyRules);
    }

    /** What the rewriting of pods needs to know of it. */
    public RewriteSettings rewriteSettings() {
        return new RewriteSettings(
                switch (delivery.javaArgumentFile()) {
                    case AUTO -> JavaOptionDelivery.AUTO;
                    case ALWAYS -> JavaOptionDelivery.ARGUMENT_FILE;
                    case NEVER -> JavaOptionDelivery.VARIABLE;
                },
                delivery.schedulingGate(),
                leasedStores());
    }

    /** The stores that make credentials. */
    public LeasedStores leasedStores() {
        return new LeasedStores(
                stores.all().stream()
                        .filter(StoreConfiguration::makesCredentials)
                        .map(StoreConfiguration::name)
                        .collect(Collectors.toSet()),
                stores.defaultStore().makesCredentials());
    }

    /**
     * The HTTPS server that the API server calls.
     *
     * @param port 0 for any that is free
     * @param deadline how long an answer may take
     * @param namespaceLabelValue by which namespaces take part
     * @param clients who may call; empty for everybody who reaches the port
     */
    public record Admission(
            String bindAddress,
            int port,
            int maxBodyBytes,
            Duration deadline,
            String namespaceLabelValue,
            Optional<ClientTrust> clients) {}

    /**
     * The HTTPS server of the API.
     *
     * @param port 0 for any that is free
     */
    public record Api(String bindAddress, int port) {}

    /**
     * The HTTP server of health and metrics.
     *
     * @param port 0 for any that is free
     */
    public record Health(String bindAddress, int port) {}

    /**
     * How values reach pods.
     *
     * @param nameKeyFile the key of the names of delivery Secrets
     * @param makesNameKey whether the file is ours to make when it does not exist
     * @param nameKeySecret the Secret of the installation that holds the key instead
     * @param schedulingGate whether a driver pod is scheduled only when its conf map is there
     * @param leasedExecutors how many executors of an application may have credentials of their own at the same time
     * @param namespaces where pods are looked for that wait; empty for everywhere
     * @param leaseName the Lease of the replica that looks for them
     */
    public record Delivery(
            Path nameKeyFile,
            boolean makesNameKey,
            Optional<String> nameKeySecret,
            JavaArgumentFile javaArgumentFile,
            boolean schedulingGate,
            int leasedExecutors,
            List<String> namespaces,
            String leaseName) {

        public Delivery {
            namespaces = List.copyOf(namespaces);
        }
    }

    /**
     * The certificate of the HTTPS servers.
     *
     * @param secretName the Secret that holds authority and certificate; the Lease of the replica that publishes has the same name
     * @param serviceName by which the API server calls the webhook
     * @param extraNames DNS names and addresses beside those of the Service
     * @param webhookConfigurations the name of the mutating and of the validating configuration
     * @param caConfigMap where clients find whom to trust
     * @param directory where the files are; given where they are the source
     * @param authorityValidity how long an authority lives
     * @param validity how long a certificate lives
     */
    public record Certificates(
            CertificateSourceType source,
            String secretName,
            String serviceName,
            List<String> extraNames,
            String webhookConfigurations,
            String caConfigMap,
            Optional<Path> directory,
            Duration authorityValidity,
            Duration validity) {

        public Certificates {
            extraNames = List.copyOf(extraNames);
        }
    }

    /**
     * How the server stops.
     *
     * @param drainDelay from SIGTERM to refusing new connections
     * @param timeout from then to the end, at most
     */
    public record Shutdown(Duration drainDelay, Duration timeout) {}

    /** What is logged and how. */
    public record Logging(Level level, LogFormat format) {}
}
