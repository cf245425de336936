package io.sparksecrets.certs.rotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Level;
import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.CertificateAuthority;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.certs.rotation.SimulatedCluster.Node;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.StoredSecret;
import io.sparksecrets.testing.CapturedLog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** People edit the Secret of the authority, field by field, while two replicas run and a third one starts. */
class EditedSecretTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final List<String> FIELDS = List.of(
            "format",
            "tls.crt",
            "tls.key",
            "authority.crt",
            "authority.key",
            "authority.leaves-until",
            "successor.crt",
            "successor.key",
            "successor.published-since",
            "former.crt",
            "former.until");

    private final RotationPolicy policy =
            RotationPolicy.of(List.of("spark-secrets.spark-secrets.svc"), Duration.ofDays(365), Duration.ofDays(30));
    private final ApiServerTrust trust = new ApiServerTrust();

    @SuppressWarnings("NullAway.Init")
    private SimulatedCluster cluster;

    @SuppressWarnings("NullAway.Init")
    private Node publisher;

    private Map<String, byte[]> whole = Map.of();

    /** With a former authority and one that is to come, so that every data key is there. */
    @BeforeEach
    void rotateOneAndAHalfTimes() throws Exception {
        cluster = new SimulatedCluster(7, Instant.parse("2026-11-25T08:00:00Z"), policy, this::checkTrust);
        publisher = cluster.start();
        publisher.publisher = true;
        cluster.start();
        run(MINUTE);
        RotatingCertificates.begin(SimulatedCluster.SECRET, policy, publisher, cluster::now);
        run(Duration.ofHours(2));
        RotatingCertificates.begin(SimulatedCluster.SECRET, policy, publisher, cluster::now);
        run(MINUTE);
        whole = data();
    }

    @Test
    void everyFieldIsThereToBeEdited() {
        assertThat(data().keySet().stream().map(key -> key.replaceFirst("former-[0-9a-f]+", "former")))
                .containsExactlyInAnyOrderElementsOf(FIELDS);
    }

    @Test
    void whateverBecomesOfAFieldNoConnectionIsRefusedAndWhatCannotBeReadIsPutBackWithAWordOfIt() throws Exception {
        int putBack = 0;
        for (String field : FIELDS) {
            // Anew, because the authority that is to come takes over after an hour.
            rotateOneAndAHalfTimes();
            String key = keyOf(field);
            for (Map.Entry<String, Optional<String>> edit : edits(key).entrySet()) {
                putBack += isPutBackAfter(key, edit.getKey(), edit.getValue()) ? 1 : 0;
                cluster.putSecret(Optional.of(whole));
                run(MINUTE);
            }
        }
        assertThat(putBack).as("edits that had to be put back").isGreaterThan(30);
    }

    private boolean isPutBackAfter(String key, String edit, Optional<String> text) throws BadCertificateException {
        String what = key + " " + edit;
        Rotation before = RotationSecret.read(secret());
        Map<String, byte[]> edited = new HashMap<>(data());
        text.ifPresentOrElse(
                found -> edited.put(key, found.getBytes(StandardCharsets.UTF_8)), () -> edited.remove(key));
        boolean readable = isReadable(edited);
        try (CapturedLog log = new CapturedLog()) {
            cluster.putSecret(Optional.of(edited));
            run(MINUTE);
            if (!readable) {
                assertPutBack(what, before);
                assertThat(log.at(Level.ERROR))
                        .as(what)
                        .isNotEmpty()
                        .allSatisfy(line -> assertThat(line)
                                .contains("Secret certificates cannot be used: ")
                                .contains(key.substring(0, key.indexOf('.')))
                                .contains("it is put back as it was"));
            }
        }
        assertEverybodyServes(what);
        return !readable;
    }

    @Test
    void anEmptySecretIsFilledAsItWas() throws Exception {
        Rotation before = RotationSecret.read(secret());

        cluster.putSecret(Optional.of(Map.of()));
        run(MINUTE);

        assertPutBack("an empty Secret", before);
        assertEverybodyServes("an empty Secret");
    }

    @Test
    void anAuthorityOfSomebodyElseIsTakenOverAndTheOneBeforeStaysTrusted() throws Exception {
        Rotation before = RotationSecret.read(secret());
        Rotation another = Rotation.begin(policy, cluster.now());

        cluster.putSecret(Optional.of(RotationSecret.write(another)));
        run(MINUTE);

        assertThat(publisher.answersWith()).contains(another.leaf());
        assertThat(cluster.trustedBy(0))
                .allSatisfy(bundle -> assertThat(bundle)
                        .contains(before.authority().certificate())
                        .contains(another.authority().certificate()));
        assertEverybodyServes("another authority");
    }

    @Test
    void aSecretOfALaterVersionIsLeftAloneAndToldAndWhatWasServedIsServedOn() throws Exception {
        Map<String, byte[]> later = new HashMap<>(data());
        later.put("format", "2".getBytes(StandardCharsets.UTF_8));
        Optional<ServingCertificate> before = publisher.answersWith();

        cluster.putSecret(Optional.of(later));
        run(MINUTE);

        assertThat(text("format")).isEqualTo("2");
        assertThat(publisher.problem())
                .isEqualTo("Secret certificates cannot be used: format is not \"1\": another version of this program"
                        + " wrote it; put it right, or delete the Secret to have it made anew");
        assertThat(publisher.answersWith()).isEqualTo(before).isPresent();
    }

    @Test
    void aReplicaThatKnowsNothingDoesNotReplaceWhatItCannotRead() throws Exception {
        Map<String, byte[]> damaged = new HashMap<>(data());
        damaged.remove("authority.key");
        List.copyOf(cluster.nodes).forEach(cluster::stop);
        cluster.putSecret(Optional.of(damaged));

        Node ignorant = cluster.start();
        run(MINUTE);

        assertThat(secret().bytes("authority.key")).isEmpty();
        assertThat(ignorant.answersWith()).isEmpty();
        assertThat(ignorant.problem())
                .isEqualTo("Secret certificates cannot be used: authority.key is missing; put it right, or delete the"
                        + " Secret to have it made anew");
    }

    @Test
    void nobodyIsAskedToRotateWhatIsNotThere() {
        cluster.nodes.forEach(node -> node.partitioned = true);
        cluster.putSecret(Optional.empty());
        publisher.partitioned = false;

        assertThatExceptionOfType(InstallationException.class)
                .isThrownBy(() -> RotatingCertificates.begin(SimulatedCluster.SECRET, policy, publisher, cluster::now))
                .withMessage("there is no authority in Secret certificates yet");
    }

    private String keyOf(String field) {
        String name = field.replaceFirst("\\..*", "");
        String kind = field.replaceFirst(".*\\.", "");
        return data().keySet().stream()
                .filter(key -> key.startsWith(name) && key.endsWith(kind))
                .findFirst()
                .orElseThrow();
    }

    /** What a field may become, by the words for it; nothing for a field that is removed. */
    private Map<String, Optional<String>> edits(String key) {
        String text = text(key);
        Map<String, Optional<String>> edits = new LinkedHashMap<>();
        edits.put("removed", Optional.empty());
        edits.put("emptied", Optional.of(""));
        edits.put("cut off", Optional.of(text.substring(0, text.length() / 2)));
        edits.put("garbage", Optional.of("garbage \u0000 \u00e4"));
        if (key.endsWith(".crt") || key.endsWith(".key")) {
            String body = text.substring(text.indexOf('\n') + 1, text.lastIndexOf("-----END"));
            edits.put("no base64", Optional.of(text.replace(body, "?" + body)));
            edits.put("of another authority", Optional.of(another(key)));
            List.of("tls", "authority", "successor")
                    .forEach(name -> edits.put(
                            "exchanged with that of " + name,
                            Optional.of(text(name + key.substring(key.lastIndexOf('.'))))));
        } else if (!key.equals("format")) {
            edits.put("long past", Optional.of("2001-01-01T00:00:00Z"));
            edits.put("far in the future", Optional.of("2999-01-01T00:00:00Z"));
        }
        if (key.equals("format")) {
            edits.keySet().retainAll(Set.of("removed"));
        }
        return edits;
    }

    private String another(String key) {
        CertificateAuthority authority = CertificateAuthority.create(cluster.now(), Duration.ofDays(90));
        return key.endsWith(".crt") ? authority.pem() : authority.privateKeyPem();
    }

    /** All as before; how long somebody is trusted may have become longer. */
    private void assertPutBack(String what, Rotation before) throws BadCertificateException {
        Rotation after = RotationSecret.read(secret());
        assertThat(after.authority()).as(what).isEqualTo(before.authority());
        assertThat(after.leaf()).as(what).isEqualTo(before.leaf());
        assertThat(after.successor()).as(what).isEqualTo(before.successor());
        assertThat(after.trusted()).as(what).isEqualTo(before.trusted());
    }

    private void assertEverybodyServes(String what) {
        Node fresh = cluster.start();
        run(MINUTE);
        assertThat(cluster.nodes)
                .as(what)
                .allSatisfy(node -> assertThat(node.answersWith()).isPresent());
        cluster.stop(fresh);
    }

    private void checkTrust() {
        for (Node node : cluster.nodes) {
            node.answersWith()
                    .ifPresent(served -> cluster.trustedBy(0)
                            .forEach(bundle -> assertThat(trust.accepts(served, bundle, cluster.now()))
                                    .as("%s of %s is accepted", served, node)
                                    .isTrue()));
        }
    }

    private void run(Duration duration) {
        cluster.runUntil(cluster.now().plus(duration));
    }

    private static boolean isReadable(Map<String, byte[]> data) {
        try {
            RotationSecret.read(new StoredSecret("1", data));
            return true;
        } catch (BadCertificateException e) {
            return false;
        }
    }

    private StoredSecret secret() {
        return cluster.secret().orElseThrow();
    }

    private Map<String, byte[]> data() {
        Map<String, byte[]> data = new HashMap<>();
        secret().keys().forEach(key -> data.put(key, secret().bytes(key).orElseThrow()));
        return data;
    }

    private String text(String key) {
        return new String(Objects.requireNonNull(data().get(key)), StandardCharsets.UTF_8);
    }
}
