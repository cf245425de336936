package io.sparksecrets.store.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreException.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SecretCopyTest {

    private long now;
    private final List<String> told = new ArrayList<>();
    private final SecretCopy copy = new SecretCopy("ns/name", Duration.ofSeconds(60), Duration.ofMillis(1), () -> now);

    @BeforeEach
    void listen() {
        copy.onChange(told::add);
    }

    @Test
    void beforeTheFirstReadingNothingIsKnownAndTheAnswerSaysWhy() {
        copy.failed(new StoreException(Reason.UNAVAILABLE, "the API server cannot be reached"));

        assertThat(hidden()).isInstanceOfSatisfying(ReadResult.Unavailable.class, unavailable -> {
            assertThat(unavailable.inFull()).contains("ns/name", "not read yet", "the API server cannot be reached");
            assertThat(unavailable.why())
                    .contains("not read yet", "the API server cannot be reached")
                    .doesNotContain("ns/name");
        });
    }

    @Test
    void itIsUsedUntilItWasNotConfirmedForTooLong() {
        copy.happened(secrets("1", Map.of("A", "x")));

        pass(Duration.ofSeconds(60));
        copy.failed(new StoreException(Reason.UNAVAILABLE, "the API server cannot be reached"));
        assertThat(copy.view()).isInstanceOf(SecretCopy.View.Shown.class);
        pass(Duration.ofSeconds(1));
        assertThat(hidden())
                .isInstanceOfSatisfying(
                        ReadResult.Unavailable.class,
                        unavailable -> assertThat(unavailable.why())
                                .contains(
                                        "could not be read for 61 s",
                                        "60 s at most",
                                        "the API server cannot be reached"));
        copy.confirmed();
        assertThat(copy.view()).isInstanceOf(SecretCopy.View.Shown.class);
    }

    @Test
    void whoIsRefusedIsDeniedAtOnceAndShownAgainLater() {
        copy.happened(secrets("1", Map.of("A", "x")));

        copy.refused(new StoreException(Reason.DENIED, "ns/name: not allowed", "not allowed"));
        assertThat(hidden()).isEqualTo(new ReadResult.Denied("not allowed", "ns/name: not allowed"));
        copy.happened(secrets("1", Map.of("A", "x")));

        assertThat(copy.view()).isInstanceOf(SecretCopy.View.Shown.class);
        assertThat(told).as("anything may have changed meanwhile").containsExactly("", "");
    }

    @Test
    void anEventOlderThanAWriteIsNotTaken() {
        copy.happened(secrets("1", Map.of("A", "x")));
        copy.answered(secrets("3", Map.of("A", "z")), copy.lastSeen(), "A");

        copy.happened(secrets("2", Map.of("A", "y")));

        assertThat(copy.lastSeen().resourceVersion()).isEqualTo("3");
    }

    @Test
    void aReadingOlderThanAWriteThatCameMeanwhileIsNotTaken() {
        copy.happened(secrets("1", Map.of("A", "x")));
        StoredSecrets whenItWasSent = copy.lastSeen();
        copy.answered(secrets("3", Map.of("A", "z")), whenItWasSent, "A");

        copy.answered(secrets("2", Map.of("A", "y")), whenItWasSent, "");

        assertThat(copy.lastSeen().resourceVersion()).isEqualTo("3");
    }

    @Test
    void aReadingIsTakenWithALowerVersionToo() {
        copy.happened(secrets("100", Map.of("A", "x")));

        copy.answered(secrets("7", Map.of("A", "restored")), copy.lastSeen(), "");

        assertThat(copy.lastSeen().resourceVersion())
                .as("after etcd was restored from a backup versions begin at a lower one")
                .isEqualTo("7");
    }

    @Test
    void itTellsWhatOthersChangedAndNotWhatThisProgramDid() {
        copy.happened(secrets("1", Map.of("A", "x", "B", "x", "C", "x")));
        told.clear();

        copy.answered(secrets("2", Map.of("A", "y", "B", "y", "D", "x")), copy.lastSeen(), "B");

        assertThat(told).containsExactly("A", "C", "D");
    }

    @Test
    void manyChangesAtOnceAreToldAsOne() {
        copy.happened(secrets("1", Map.of()));
        told.clear();
        Map<String, String> many = new TreeMap<>();
        for (int i = 0; i < 101; i++) {
            many.put("KEY_" + i, "x");
        }

        copy.happened(secrets("2", many));

        assertThat(told).containsExactly("");
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private ReadResult hidden() {
        return ((SecretCopy.View.Hidden) copy.view()).result();
    }

    private static StoredSecrets secrets(String version, Map<String, String> values) {
        Map<String, String> data = new TreeMap<>();
        values.forEach((path, value) ->
                data.put(path, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
        return StoredSecrets.of(new SecretBuilder()
                .withNewMetadata()
                .withResourceVersion(version)
                .endMetadata()
                .withData(data)
                .build());
    }
}
