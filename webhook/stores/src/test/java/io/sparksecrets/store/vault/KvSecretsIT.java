package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.SecretVersion;
import io.sparksecrets.store.StoreException.Reason;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class KvSecretsIT extends VaultIT {

    @Test
    void aSecretThatSomebodyElseWroteIsReadWithAllItsFieldsAsTexts() throws IOException {
        put("secret", "fields/DB", """
                {"value": "s3cret", "port": 5432, "big": 9007199254740991, "ratio": 1.5, "tls": true,
                 "hosts": ["a", "b"], "options": {"x": 1}, "nothing": null, "empty": "", "a-b.c": "dots"}""");

        try (SecretStore store = open("/v1/secret/data/fields")) {
            assertThat(fields(store, "DB"))
                    .containsEntry("value", "s3cret")
                    .containsEntry("port", "5432")
                    .containsEntry("big", "9007199254740991")
                    .containsEntry("ratio", "1.5")
                    .containsEntry("tls", "true")
                    .containsEntry("hosts", "[\"a\",\"b\"]")
                    .containsEntry("options", "{\"x\":1}")
                    .containsEntry("empty", "")
                    .containsEntry("a-b.c", "dots")
                    .doesNotContainKey("nothing");
        }
    }

    @Test
    void aMountWithSlashesAndNoFolderIsFound() throws IOException {
        vault.client().mountKv("platform/data/kv", 2);

        try (SecretStore store = open("/v1/platform/data/kv/data")) {
            write(store, "team/KEY", "x");

            assertThat(fields(store, "team/KEY")).containsEntry("value", "x");
            assertThat(store.list("", "", 10)).extracting(SecretMetadata::path).containsExactly("team/KEY");
        }
        assertThat(vault.client().get("platform/data/kv/data/team/KEY").first("value"))
                .isEqualTo("x");
    }

    @Test
    void anEngineOfVersion1AndAPathWithoutDataAreRefusedWhenTheStoreIsOpened() throws IOException {
        vault.client().mountKv("old/kv", 1);

        assertThat(assertFails(Reason.UNSUPPORTED, () -> open("/v1/old/kv/data/team")))
                .contains("\"old/kv\" has version 1");
        assertThat(assertFails(Reason.UNSUPPORTED, () -> open("/v1/secret/team")))
                .contains("must be \"/v1/secret/data/team\"");
    }

    @Test
    void aPathWithoutAnEngineIsNotTakenForAMissingSecret() {
        try (SecretStore store = open("/v1/nowhere/data/team")) {
            assertThat(unsupported(read(store, "KEY")))
                    .contains("no engine mounted at the path \"nowhere/data/team/KEY\"");
            assertThat(assertFails(Reason.NOT_FOUND, () -> store.list("", "", 10)))
                    .contains("cannot list secrets: Vault has no engine mounted at the path \"nowhere/metadata/team\"");
            assertThat(assertFails(Reason.NOT_FOUND, () -> write(store, "KEY", "hunter2")))
                    .contains("no engine mounted at the path")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void podsThatReadAnEngineOfVersion1AreToldSoAndNotToTryAgain() throws IOException {
        vault.client().mountKv("old/pods", 1);
        OpeningStore store = new OpeningStore("vault", () -> open("/v1/old/pods/data/team"));
        store.open();
        try (store) {
            assertThat(unsupported(read(store, "KEY")))
                    .isEqualTo(
                            "the KV engine at \"old/pods\" has version 1, which keeps no versions and is not supported."
                                    + " Upgrade it (vault kv enable-versioning old/pods), or take an engine of version 2");
        }
    }

    @Test
    void anEngineThatIsReplacedByOneOfVersion1WhileTheStoreIsOpenIsNotTakenForAnOutage() throws IOException {
        vault.client().mountKv("replaced", 2);
        put("replaced", "team/KEY", "{\"value\": \"x\"}");
        try (SecretStore store = open("/v1/replaced/data/team")) {
            vault.client().delete("sys/mounts/replaced");
            vault.client().mountKv("replaced", 1);
            vault.client().post("replaced/data/team/KEY", "{\"value\": \"hunter2\"}");

            assertThat(unsupported(read(store, "KEY")))
                    .contains("\"replaced/data/team/KEY\" is not of a KV engine of version 2")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aWriteKeepsTheOtherFieldsExactly() throws IOException {
        String others = "\"big\":9007199254740991,\"nested\":{\"list\":[1,2.5,null,\"ü\"]},\"user\":\"ann\"";
        put("secret", "others/DB", "{\"value\": \"one\", %s}".formatted(others));

        try (SecretStore store = open("/v1/secret/data/others")) {
            write(store, "DB", "two");
        }

        assertThat(vault.client().get("secret/data/others/DB").body())
                .contains("\"data\":{%s,\"value\":\"two\"}".formatted(others));
    }

    @Test
    void aWriteOverASecretWithoutTheFieldValueAddsIt() throws IOException {
        put("secret", "novalue/DB", "{\"user\": \"ann\"}");

        try (SecretStore store = open("/v1/secret/data/novalue")) {
            write(store, "DB", "x");

            assertThat(fields(store, "DB")).isEqualTo(Map.of("user", "ann", "value", "x"));
        }
    }

    @Test
    void deletedAndDestroyedAreToldApart() throws IOException {
        try (SecretStore store = open("/v1/secret/data/gone")) {
            write(store, "KEY", "one");
            write(store, "KEY", "two");
            write(store, "KEY", "three");
            vault.client().post("secret/destroy/gone/KEY", "{\"versions\": [1]}");
            vault.client().post("secret/delete/gone/KEY", "{\"versions\": [2]}");

            assertThat(missing(version(store, "KEY", 1))).contains("version 1 was destroyed");
            assertThat(missing(version(store, "KEY", 2))).contains("version 2 was deleted at 20");
            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(3L);

            vault.client().delete("secret/data/gone/KEY");

            assertThat(missing(read(store, "KEY"))).contains("version 3 was deleted at 20");
            assertThat(store.list("", "", 10)).isEmpty();
        }
    }

    @Test
    void whatWasDestroyedCannotBeRestored() throws IOException {
        try (SecretStore store = open("/v1/secret/data/destroyed")) {
            write(store, "KEY", "one");
            store.delete("KEY");
            vault.client().post("secret/destroy/destroyed/KEY", "{\"versions\": [1]}");

            assertThat(assertFails(Reason.UNSUPPORTED, () -> store.restore("KEY")))
                    .contains("destroyed in Vault");
        }
    }

    @Test
    void restoringDoesNotBringBackAnEarlierSecretAtTheSamePath() {
        try (SecretStore store = open("/v1/secret/data/restored")) {
            write(store, "KEY", "first");
            store.delete("KEY");
            write(store, "KEY", "second");
            store.delete("KEY");

            store.restore("KEY");

            assertThat(fields(store, "KEY")).containsEntry("value", "second");
            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(2L);
            assertThat(version(store, "KEY", 1)).isInstanceOf(ReadResult.NotFound.class);
        }
    }

    @Test
    void whatVaultDroppedBecauseThereAreTooManyVersionsIsNotFound() throws IOException {
        vault.client().post("secret/metadata/few/KEY", "{\"max_versions\": 2}");
        try (SecretStore store = open("/v1/secret/data/few")) {
            SecretMetadata first = write(store, "KEY", "one");
            write(store, "KEY", "two");
            SecretMetadata third = write(store, "KEY", "three");

            assertThat(missing(version(store, "KEY", 1)))
                    .contains("no version 1")
                    .contains("newest is 3");
            assertThat(store.versions("KEY")).extracting(SecretVersion::version).containsExactly(3L, 2L);
            assertThat(third.createdAt()).isBeforeOrEqualTo(first.createdAt());
        }
    }

    @Test
    void aSecretThatOnlyHasMetadataDoesNotExist() throws IOException {
        vault.client().post("secret/metadata/bare/KEY", "{\"custom_metadata\": {\"owner\": \"ann\"}}");
        try (SecretStore store = open("/v1/secret/data/bare")) {
            assertThat(store.list("", "", 10)).isEmpty();
            assertFails(Reason.NOT_FOUND, () -> store.versions("KEY"));
            assertFails(Reason.NOT_FOUND, () -> store.restore("KEY"));

            assertThat(store.write("KEY", SecretValue.of("x"), OptionalLong.of(0), "ann")
                            .version())
                    .isEqualTo(1);
        }
        assertThat(vault.client().get("secret/metadata/bare/KEY").first("owner"))
                .isEqualTo("ann");
    }

    @Test
    void secretsThatNoReferenceCanNameAreNotListed() throws IOException {
        put("secret", "named/a%20b", "{\"value\": \"x\"}");
        put("secret", "named/%C3%A9/KEY", "{\"value\": \"x\"}");
        put("secret", "named/KEY", "{\"value\": \"x\"}");

        try (SecretStore store = open("/v1/secret/data/named")) {
            assertThat(store.list("", "", 10)).extracting(SecretMetadata::path).containsExactly("KEY");
        }
    }

    @Test
    void aValueThatIsNoTextIsRefusedWithoutBeingShown() {
        try (SecretStore store = open("/v1/secret/data/surrogate")) {
            assertThat(assertFails(Reason.UNSUPPORTED, () -> write(store, "KEY", "hunter2\uD800")))
                    .contains("unpaired surrogate")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void aTokenThatMayOnlyReadResolvesAndIsRefusedWhatManagingNeeds() throws IOException {
        put("secret", "readonly/KEY", "{\"value\": \"x\"}");
        String token = token("readonly", "path \"secret/data/readonly/*\" { capabilities = [\"read\"] }");

        try (SecretStore store =
                Settings.of(vault.address(), "/v1/secret/data/readonly", token).open()) {
            assertThat(fields(store, "KEY")).containsEntry("value", "x");
            assertThat(read(store, "MISSING")).isInstanceOf(ReadResult.NotFound.class);
            assertThat(missing(version(store, "KEY", 7))).contains("no version 7");
            assertThat(store.health().available()).as(store.health().detail()).isTrue();

            assertThat(assertFails(Reason.DENIED, () -> write(store, "KEY", "hunter2")))
                    .contains("\"read\" on the path \"secret/metadata/readonly/KEY\"")
                    .doesNotContain("hunter2");
            assertThat(assertFails(Reason.DENIED, () -> store.list("", "", 10)))
                    .contains("\"list\" on the path \"secret/metadata/readonly\"");
            assertFails(Reason.DENIED, () -> store.delete("KEY"));
            assertFails(Reason.DENIED, () -> store.restore("KEY"));
            assertFails(Reason.DENIED, () -> store.versions("KEY"));
        }
    }

    @Test
    void aTokenThatMayLookButNotWriteIsToldTheMissingCapability() throws IOException {
        put("secret", "looking/KEY", "{\"value\": \"x\"}");
        String token = token("looking", """
                path "secret/data/looking/*" { capabilities = ["read"] }
                path "secret/metadata/looking/*" { capabilities = ["read", "list"] }
                """);

        try (SecretStore store =
                Settings.of(vault.address(), "/v1/secret/data/looking", token).open()) {
            assertThat(assertFails(Reason.DENIED, () -> write(store, "KEY", "hunter2")))
                    .contains("\"update\" on the path \"secret/data/looking/KEY\"")
                    .doesNotContain("hunter2");
            assertThat(assertFails(Reason.DENIED, () -> write(store, "NEW", "hunter2")))
                    .contains("\"create\" on the path \"secret/data/looking/NEW\"");
            assertThat(assertFails(Reason.DENIED, () -> store.delete("KEY")))
                    .contains("\"update\" on the path \"secret/delete/looking/KEY\"");
        }
    }

    @Test
    void withoutTheRightToKeepTheAuthorAWriteSucceedsAndSaysThatThereIsNone() throws IOException {
        String token = token("unsigned", """
                path "secret/data/unsigned/*" { capabilities = ["create", "read", "update"] }
                path "secret/metadata/unsigned/*" { capabilities = ["read", "list"] }
                """);

        try (SecretStore store =
                Settings.of(vault.address(), "/v1/secret/data/unsigned", token).open()) {
            SecretMetadata written = write(store, "KEY", "x");

            assertThat(written.updatedBy()).isEmpty();
            assertThat(store.list("", "", 10)).hasSize(1);
        }
    }

    @Test
    void aReadThatIsDeniedNamesThePathAndIsNoMissingSecret() throws IOException {
        put("secret", "mixed/OTHER", "{\"value\": \"x\"}");
        String token = token("mixed", "path \"secret/data/mixed/MINE\" { capabilities = [\"read\"] }");

        try (SecretStore store =
                Settings.of(vault.address(), "/v1/secret/data/mixed", token).open()) {
            Map<ReadRequest, ReadResult> results =
                    store.read(List.of(ReadRequest.newest("MINE"), ReadRequest.newest("OTHER")));

            assertThat(results.get(ReadRequest.newest("MINE"))).isInstanceOf(ReadResult.NotFound.class);
            assertThat(denied(read(store, "OTHER"))).contains("\"read\" on the path \"secret/data/mixed/OTHER\"");
        }
    }

    private static void put(String mount, String path, String data) throws IOException {
        vault.client().post("%s/data/%s".formatted(mount, path), "{\"data\": %s}".formatted(data));
    }

    private static SecretMetadata write(SecretStore store, String path, String value) {
        return store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    private static ReadResult version(SecretStore store, String path, long version) {
        ReadRequest request = new ReadRequest(path, OptionalLong.of(version));
        return Objects.requireNonNull(store.read(List.of(request)).get(request));
    }
}
