package io.sparksecrets.store.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sparksecrets.store.StoreException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultPathTest {

    @ParameterizedTest
    @CsvSource({
        "/v1/secret/data/team/poc, secret, team/poc",
        "v1/secret/data/team/poc/, secret, team/poc",
        "secret/data/team/poc, secret, team/poc",
        "/secret/data, secret, ''",
        "/v1/secret/data/, secret, ''",
        "/v1/platform/kv/data/team, platform/kv, team",
        "/v1/secret/data/data/x, secret, data/x",
        "/v1/kv/data/data, kv/data, ''",
    })
    void thePathIsTakenApartAtTheMountThatVaultNames(String path, String mount, String folder) {
        assertThat(of(path, mount, "kv", 2)).isEqualTo(new VaultPath.Kv(mount, folder));
    }

    @Test
    void whereVaultDoesNotNameTheMountItEndsBeforeTheFirstSegmentData() {
        assertThat(VaultPath.of("platform/kv/data/team/data", Optional.empty()))
                .isEqualTo(new VaultPath.Kv("platform/kv", "team/data"));
        assertThat(VaultPath.of("secret/data", Optional.empty())).isEqualTo(new VaultPath.Kv("secret", ""));
        assertThat(VaultPath.of("database/creds", Optional.empty())).isEqualTo(new VaultPath.Engine("database/creds"));
    }

    @Test
    void aPathWithoutDataIsRefusedWithTheRightOne() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> of("/v1/platform/kv/team", "platform/kv", "kv", 2))
                .withMessageContaining("\"/v1/platform/kv/team\" lacks \"data\"")
                .withMessageContaining("must be \"/v1/platform/kv/data/team\"");
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> of("/v1/secret", "secret", "kv", 2))
                .withMessageContaining("must be \"/v1/secret/data\"");
    }

    @Test
    void anEngineOfVersion1IsRefused() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> of("/v1/old/data/team", "old", "kv", 1))
                .withMessageContaining("\"old\" has version 1")
                .withMessageContaining("vault kv enable-versioning old");
    }

    @Test
    void anotherEngineIsReadAsItIs() {
        assertThat(of("/v1/database/creds/", "database", "database", 1))
                .isEqualTo(new VaultPath.Engine("database/creds"));
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/database/creds, true",
        "v1/aws/creds/, true",
        "database/static-creds, true",
        "/v1/data/creds, true",
        "/v1/secret/data, false",
        "/v1/secret/data/team, false",
        "/v1/platform/kv/data/team/, false",
    })
    void thePathAloneTellsWhetherSecretsHaveALease(String path, boolean leased) {
        assertThat(VaultPath.isOfCredentials(path)).isEqualTo(leased);
    }

    @Test
    void anEngineOfCredentialsWhosePathReadsLikeThatOfAKvEngineIsRefused() {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> of("/v1/team/data/db/creds", "team/data/db", "database", 1))
                .withMessageContaining("the engine of type database at \"team/data/db\" makes credentials")
                .withMessageContaining("Mount it at a path without such a segment");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/v1", "/v1/", "a//b", "a/../b", "./a", "a b", "a?b", "a#b", "ä", "a\nb"})
    void whatIsNoPathIsRefused(String path) {
        assertThatExceptionOfType(StoreException.class)
                .isThrownBy(() -> VaultPath.written(path))
                .withMessageContaining("such as /v1/secret/data/team");
    }

    @Test
    void aSecretIsAnEntryBelowTheFolder() {
        VaultPath.Kv kv = new VaultPath.Kv("platform/kv", "team");

        assertThat(kv.of("data", "db/PASSWORD")).isEqualTo("platform/kv/data/team/db/PASSWORD");
        assertThat(kv.of("metadata", "")).isEqualTo("platform/kv/metadata/team");
        assertThat(new VaultPath.Kv("kv", "").of("data", "KEY")).isEqualTo("kv/data/KEY");
    }

    private static VaultPath of(String path, String mount, String type, int version) {
        return VaultPath.of(VaultPath.written(path), Optional.of(new VaultPath.Mount(mount, type, version)));
    }
}
