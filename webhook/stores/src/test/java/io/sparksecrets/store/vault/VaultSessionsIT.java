package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException.Reason;
import io.sparksecrets.testing.VaultClient;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

@SuppressWarnings("NullAway.Init")
class VaultSessionsIT extends VaultIT {

    private static final String PATH = "/v1/secret/data/team";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    @BeforeAll
    static void prepare() throws IOException {
        VaultClient client = vault.client();
        client.post("secret/data/team/KEY", "{\"data\": {\"value\": \"s3cret\"}}");
        client.post("secret/data/other/KEY", "{\"data\": {\"value\": \"s3cret\"}}");
        client.policy("team", "path \"secret/data/team/*\" { capabilities = [\"read\"] }");
        client.post("sys/auth/roles", "{\"type\": \"approle\"}");
    }

    @Test
    void aRoleLogsInOnceHoweverManyAskAtTheSameTime() throws Exception {
        String role = role("once", "\"token_ttl\": \"1h\"");

        try (SecretStore store = withRole(role)) {
            atOnce(40, () -> fields(store, "KEY"));

            assertThat(tokensOf("once")).isEqualTo(1);
        }
    }

    @Test
    void manyDenialsDoNotMakeManyLogins() throws Exception {
        String role = role("denied", "\"token_ttl\": \"1h\"");

        try (SecretStore store =
                Settings.of(vault.address(), "/v1/secret/data", auth(role)).open()) {
            atOnce(100, () -> denied(read(store, "other/KEY")));

            assertThat(tokensOf("denied")).isEqualTo(1);
            assertThat(fields(store, "team/KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void aTokenThatIsRevokedIsReplacedByOneLogin() throws Exception {
        String role = role("revoked", "\"token_ttl\": \"1h\"");

        try (SecretStore store = withRole(role)) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
            revokeTokensOf("revoked");
            assertThat(tokensOf("revoked")).isZero();

            atOnce(20, () -> assertThat(fields(store, "KEY")).containsEntry("value", "s3cret"));

            assertThat(tokensOf("revoked")).isEqualTo(1);
        }
    }

    @Test
    void aTokenIsRenewedBeforeItEnds() throws Exception {
        String role = role("renewed", "\"token_ttl\": \"3s\", \"token_max_ttl\": \"1h\"");

        try (SecretStore store = withRole(role)) {
            String accessor = accessorsOf("renewed").getFirst();

            Waiting.until("a renewal", TIMEOUT, () -> lookup(accessor).body().contains("\"last_renewal_time\":"));

            assertThat(accessorsOf("renewed")).containsExactly(accessor);
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void atTheEndOfTheLongestLifeOfATokenAnotherIsThereBeforeAnybodyIsRefused() throws Exception {
        String role = role("short", "\"token_ttl\": \"3s\", \"token_max_ttl\": \"4s\"");

        try (SecretStore store = withRole(role)) {
            String first = accessorsOf("short").getFirst();

            Waiting.until("the end of the first token", TIMEOUT, () -> {
                assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
                return !accessorsOf("short").contains(first);
            });
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void aTokenThatCannotBeRenewedIsReplacedByTheOneThatIsInItsPlaceThen() throws Exception {
        List<String> written = new CopyOnWriteArrayList<>(List.of(plainToken("2s")));
        VaultAuth auth = new VaultAuth.Token(Settings.credential(written::getLast));

        try (SecretStore store = Settings.of(vault.address(), PATH, auth).open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
            String old = written.getLast();

            Waiting.until(
                    "the end of the token",
                    TIMEOUT,
                    () -> vault.client()
                                    .with(old)
                                    .send("GET", "auth/token/lookup-self", "")
                                    .status()
                            == 403);
            Waiting.until(
                    "word that it has ended", TIMEOUT, () -> read(store, "KEY") instanceof ReadResult.Unavailable);
            assertThat(unavailable(read(store, "KEY")))
                    .contains("does not accept the token in the file /var/run/credential")
                    .contains("has expired or was revoked")
                    .doesNotContain(old);
            assertThat(store.health().available()).isFalse();

            written.add(plainToken("1h"));

            Waiting.until("the new token", TIMEOUT, () -> read(store, "KEY") instanceof ReadResult.Fields);
        }
    }

    @Test
    void healthTellsAtOnceThatATokenIsRevoked() throws Exception {
        String token = plainToken("1h");
        try (SecretStore store = Settings.of(vault.address(), PATH, token).open()) {
            assertThat(store.health().available()).as(store.health().detail()).isTrue();

            vault.client().post("auth/token/revoke", "{\"token\": \"%s\"}".formatted(token));

            assertThat(store.health().available()).isFalse();
            assertThat(store.health().detail())
                    .contains("does not accept the token")
                    .doesNotContain(token);
        }
    }

    @Test
    void aTokenThatMayNotEvenLookAtItselfIsTaken() throws Exception {
        String token = vault.client().token("{\"policies\": [\"team\"], \"no_default_policy\": true}");

        try (SecretStore store = Settings.of(vault.address(), PATH, token).open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void aTokenMayHaveALineBreakBehindItAsInAFile() {
        try (SecretStore store =
                Settings.of(vault.address(), PATH, vault.rootToken() + "\n").open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "s3cret");
        }
    }

    @Test
    void aRefusedLoginSaysWithWhatAndShowsNoCredential() throws Exception {
        String message = assertFails(
                Reason.UNAVAILABLE,
                () -> open(new VaultAuth.AppRole("roles", "no-such-role", Settings.credential(() -> "hunter2"))));

        assertThat(message)
                .contains("refuses the role ID and the secret ID in the file /var/run/credential")
                .contains("AppRole at what vaultSettings.appRole.mount says")
                .contains("invalid role or secret id")
                .doesNotContain("hunter2");
    }

    @Test
    void aMethodThatIsNotEnabledThereIsNamed() {
        assertThat(assertFails(
                        Reason.UNAVAILABLE,
                        () -> open(new VaultAuth.AppRole("approle", "x", Settings.credential(() -> "hunter2")))))
                .contains("AppRole at what vaultSettings.appRole.mount says", "is this method enabled there?")
                .doesNotContain("hunter2");
        assertThat(assertFails(
                        Reason.UNAVAILABLE,
                        () -> open(new VaultAuth.Kubernetes("kubernetes", "x", Settings.credential(() -> "hunter2")))))
                .contains("Kubernetes at what vaultSettings.kubernetes.mount says", "is this method enabled there?")
                .doesNotContain("hunter2");
    }

    private static String role(String name, String settings) throws IOException {
        vault.client().post("auth/roles/role/" + name, "{\"token_policies\": [\"team\"], %s}".formatted(settings));
        return name;
    }

    private static VaultAuth auth(String role) throws IOException {
        String roleId =
                vault.client().get("auth/roles/role/%s/role-id".formatted(role)).first("role_id");
        String secretId = vault.client()
                .post("auth/roles/role/%s/secret-id".formatted(role), "")
                .first("secret_id");
        return new VaultAuth.AppRole("roles", roleId, Settings.credential(() -> secretId));
    }

    private static SecretStore withRole(String role) throws IOException {
        return open(auth(role));
    }

    private static SecretStore open(VaultAuth auth) {
        return Settings.of(vault.address(), PATH, auth).open();
    }

    private static String plainToken(String life) throws IOException {
        return vault.client()
                .token("{\"policies\": [\"team\"], \"renewable\": false, \"ttl\": \"%s\"}".formatted(life));
    }

    private static VaultClient.Answer lookup(String accessor) throws IOException {
        return vault.client().send("POST", "auth/token/lookup-accessor", "{\"accessor\": \"%s\"}".formatted(accessor));
    }

    private static int tokensOf(String role) throws IOException {
        return accessorsOf(role).size();
    }

    private static List<String> accessorsOf(String role) throws IOException {
        String keys =
                vault.client().list("auth/token/accessors").body().replaceFirst("(?s).*\"keys\":\\[([^]]*)].*", "$1");
        return List.of(keys.replace("\"", "").split(",")).stream()
                .filter(accessor -> isOf(role, accessor))
                .toList();
    }

    private static boolean isOf(String role, String accessor) {
        try {
            return lookup(accessor).body().contains("\"role_name\":\"%s\"".formatted(role));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void revokeTokensOf(String role) throws IOException {
        for (String accessor : accessorsOf(role)) {
            vault.client().post("auth/token/revoke-accessor", "{\"accessor\": \"%s\"}".formatted(accessor));
        }
    }

    /** Runs it many times at once and throws what one of them throws. */
    private static void atOnce(int times, Callable<?> task) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(IntStream.range(0, times)
                    .<Callable<Object>>mapToObj(i -> task::call)
                    .toList())) {
                done.get();
            }
        }
    }
}
