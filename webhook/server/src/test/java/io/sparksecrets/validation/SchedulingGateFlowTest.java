package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.configuration.Settings;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class SchedulingGateFlowTest {

    private static final String UID = "717a7eae-5d25-4373-9dc7-d08f4189aead";

    @SuppressWarnings("NullAway.Init")
    private WebhookUnderTest webhook;

    @BeforeEach
    void start(@TempDir Path directory) {
        webhook = WebhookUnderTest.start(directory, Map.of(Settings.SCHEDULING_GATE, "true"));
    }

    @AfterEach
    void stop() {
        webhook.stop();
    }

    @Test
    void aDriverIsReleasedWhenItsConfMapHasItsSecret() throws Exception {
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            webhook.write(path, "value");
        }
        JsonNode driver = webhook.admit(webhook.review("driver-pod"), UID);
        assertThat(driver.at("/spec/schedulingGates/0/name").asString()).isEqualTo("sparksecrets.io/conf");

        assertThat(webhook.validate(webhook.review("conf-map")).message()).isEmpty();

        awaitRelease();
        webhook.cluster().awaitSecrets(1);
    }

    @Test
    void aDriverThatAnotherCallForTheSameConfMapReleasesMeanwhileIsNotDenied() throws Exception {
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            webhook.write(path, "value");
        }
        webhook.admit(webhook.review("driver-pod"), UID);
        webhook.cluster().patchBeforeTheWebhook();

        assertThat(webhook.validate(webhook.review("conf-map")).message()).isEmpty();

        awaitRelease();
    }

    @Test
    void aDriverWhoseConfMapIsDeniedIsNotReleased() throws Exception {
        webhook.write("DB_PASS", "value");
        webhook.write("EXE_PASS", "value");
        webhook.admit(webhook.review("driver-pod"), UID);

        assertThat(webhook.validate(webhook.review("conf-map")).allowed()).isFalse();

        webhook.cluster().assertNoSecretComes();
        assertThat(storedDriver().at("/spec/schedulingGates")).hasSize(1);
    }

    private void awaitRelease() throws IOException {
        Waiting.until(
                "the release of the driver",
                Duration.ofSeconds(10),
                () -> storedDriver().at("/spec/schedulingGates").isEmpty());
    }

    private JsonNode storedDriver() {
        return webhook.cluster().pod("spark", "cap41-ea8170a20a4716ac-driver").orElseThrow();
    }
}
