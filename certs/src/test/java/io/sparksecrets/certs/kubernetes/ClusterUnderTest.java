package io.sparksecrets.certs.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The objects of an installation on a real API server, as somebody sees them who may do everything. */
public final class ClusterUnderTest implements AutoCloseable {

    static final String NAMESPACE = "spark-secrets";
    static final String SECRET = "spark-secrets-certificates";
    static final String CONFIGURATIONS = "spark-secrets";
    static final String CONFIG_MAP = "spark-secrets-ca";
    /** A configuration that is somebody else's. */
    static final String OTHERS = "others";

    private final Administrator administrator;
    private final KubernetesClient admin;

    ClusterUnderTest(ApiServer server) {
        administrator = new Administrator(server);
        admin = administrator.client();
        administrator.createNamespace(NAMESPACE);
    }

    Administrator administrator() {
        return administrator;
    }

    KubernetesClient admin() {
        return admin;
    }

    /** As before an installation, with the configurations of a chart. */
    void reset() {
        secret().delete();
        configMap().delete();
        admin.leases().inNamespace(NAMESPACE).withName(SECRET).delete();
        for (String name : List.of(CONFIGURATIONS, OTHERS)) {
            mutating(name).delete();
            validating(name).delete();
            configure(name);
        }
    }

    /** Two mutating webhooks and a validating one. */
    void configure(String name) {
        var mutating = new MutatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName(name)
                .addToLabels("app.kubernetes.io/managed-by", "Helm")
                .endMetadata();
        for (String webhook : List.of("pods.mutate.example", "more.mutate.example")) {
            mutating = mutating.addNewWebhook()
                    .withName(webhook)
                    .withAdmissionReviewVersions("v1")
                    .withSideEffects("None")
                    .withTimeoutSeconds(7)
                    .withNewClientConfig()
                    .withNewService("spark-secrets", NAMESPACE, "/admission/mutate", 443)
                    .endClientConfig()
                    .endWebhook();
        }
        admin.resource(mutating.build()).create();
        admin.resource(new ValidatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .addNewWebhook()
                        .withName("pods.validate.example")
                        .withAdmissionReviewVersions("v1")
                        .withSideEffects("NoneOnDryRun")
                        .withNewClientConfig()
                        .withUrl("https://127.0.0.1:9443/admission/validate")
                        .endClientConfig()
                        .endWebhook()
                        .build())
                .create();
    }

    /** The {@code caBundle} of every webhook of the configurations of this name. */
    List<String> bundles(String name) {
        return Stream.concat(
                        mutating(name).get().getWebhooks().stream()
                                .map(webhook -> webhook.getClientConfig().getCaBundle()),
                        validating(name).get().getWebhooks().stream()
                                .map(webhook -> webhook.getClientConfig().getCaBundle()))
                .map(bundle ->
                        new String(Base64.getDecoder().decode(bundle == null ? "" : bundle), StandardCharsets.UTF_8))
                .toList();
    }

    /** Whom every webhook of the installation trusts. */
    List<Set<X509Certificate>> trusted() {
        return bundles(CONFIGURATIONS).stream().map(Pem::bundle).toList();
    }

    /** Somebody empties the {@code caBundle} of both configurations. */
    void wipe() {
        mutating(CONFIGURATIONS).edit(found -> {
            found.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
            return found;
        });
        validating(CONFIGURATIONS).edit(found -> {
            found.getWebhooks().forEach(webhook -> webhook.getClientConfig().setCaBundle(null));
            return found;
        });
    }

    Resource<MutatingWebhookConfiguration> mutating(String name) {
        return admin.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName(name);
    }

    Resource<ValidatingWebhookConfiguration> validating(String name) {
        return admin.admissionRegistration()
                .v1()
                .validatingWebhookConfigurations()
                .withName(name);
    }

    Resource<Secret> secret() {
        return admin.secrets().inNamespace(NAMESPACE).withName(SECRET);
    }

    Resource<ConfigMap> configMap() {
        return admin.configMaps().inNamespace(NAMESPACE).withName(CONFIG_MAP);
    }

    @Override
    public void close() {
        administrator.close();
    }
}
