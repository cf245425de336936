package io.sparksecrets.store.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a real API server cannot be brought to answer when a test wants it. */
@EnableKubernetesMockClient
@SuppressWarnings("NullAway.Init")
class BusyApiServerTest {

    private static final String SECRETS = "/api/v1/namespaces/ns/secrets";
    KubernetesMockServer server;
    KubernetesClient client;

    @Test
    void aWriteWaitsWhileTheApiServerIsTooBusyAndThenSucceeds() {
        server.expect()
                .get()
                .withPath(SECRETS + "/name")
                .andReturn(200, secret("1", "b25l"))
                .always();
        server.expect()
                .patch()
                .withPath(SECRETS + "/name")
                .andReturn(429, status(429, "TooManyRequests"))
                .times(2);
        server.expect()
                .patch()
                .withPath(SECRETS + "/name")
                .andReturn(200, secret("2", "dHdv"))
                .once();

        try (KubernetesSecretStore store = open()) {
            store.write("KEY", SecretValue.of("two"), OptionalLong.empty(), "ann");

            assertThat(text(store)).isEqualTo("two");
        }
    }

    @Test
    void aWriteThatFindsTheApiServerTooBusyForTooLongSaysSo() {
        server.expect()
                .get()
                .withPath(SECRETS + "/name")
                .andReturn(200, secret("1", "b25l"))
                .always();
        server.expect()
                .patch()
                .withPath(SECRETS + "/name")
                .andReturn(429, status(429, "TooManyRequests"))
                .always();

        try (KubernetesSecretStore store = open()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.write("KEY", SecretValue.of("hunter2"), OptionalLong.empty(), "ann"))
                    .withMessageContainingAll("cannot write \"KEY\"", "too many requests", "HTTP 429")
                    .withMessageNotContaining("hunter2")
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.UNAVAILABLE));
        }
    }

    @Test
    void whatAPolicySaysOfAWriteIsNotRepeated() {
        server.expect()
                .get()
                .withPath(SECRETS + "/name")
                .andReturn(200, secret("1", "b25l"))
                .always();
        server.expect()
                .patch()
                .withPath(SECRETS + "/name")
                .andReturn(400, status(400, "hunter2 is weak"))
                .always();

        try (KubernetesSecretStore store = open()) {
            assertThatExceptionOfType(StoreException.class)
                    .isThrownBy(() -> store.write("KEY", SecretValue.of("hunter2"), OptionalLong.empty(), "ann"))
                    .withMessageContaining("HTTP 400")
                    .withMessageNotContaining("hunter2")
                    .withNoCause()
                    .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
        }
    }

    private KubernetesSecretStore open() {
        return KubernetesSecretStore.open(
                client.getConfiguration(),
                new KubernetesSettings("ns", "name"),
                "kubernetes",
                new KubernetesSecretStore.Timing(
                        Duration.ofMinutes(5), Duration.ofMinutes(10), Duration.ofMillis(100), Duration.ofSeconds(30)));
    }

    private static String text(KubernetesSecretStore store) {
        ReadRequest request = ReadRequest.newest("KEY");
        return store.read(List.of(request)).get(request) instanceof ReadResult.Text text
                ? text.value().reveal()
                : "";
    }

    private static Secret secret(String version, String base64) {
        return new SecretBuilder()
                .withNewMetadata()
                .withNamespace("ns")
                .withName("name")
                .withResourceVersion(version)
                .endMetadata()
                .addToData("KEY", base64)
                .build();
    }

    private static Status status(int code, String message) {
        return new StatusBuilder()
                .withCode(code)
                .withReason(message)
                .withMessage(message)
                .build();
    }
}
