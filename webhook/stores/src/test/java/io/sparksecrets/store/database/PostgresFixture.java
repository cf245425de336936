package io.sparksecrets.store.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** How tests open a store on a PostgreSQL, and what they do with it. */
public final class PostgresFixture {

    public static final String STORE = "database";
    private static final int CONNECTIONS = 5;

    private PostgresFixture() {}

    public static PostgresSettings settings(PostgresDatabaseAccess access, CredentialSource keyset) {
        return settings(access, access.url(), credential("a test", access::password), keyset);
    }

    public static PostgresSettings settings(
            PostgresDatabaseAccess access, String url, CredentialSource password, CredentialSource keyset) {
        return new PostgresSettings(
                url,
                Optional.of(access.user()),
                Optional.of(password),
                keyset,
                PostgresSettings.DEFAULT_MAX_VERSIONS,
                CONNECTIONS);
    }

    public static CredentialSource newKeyset() {
        SecretValue json = Keyset.create().json();
        return credential("the keyset of a test", json::reveal);
    }

    static CredentialSource credential(String place, Supplier<String> text) {
        return new CredentialSource() {
            @Override
            public SecretValue read() {
                return SecretValue.of(text.get());
            }

            @Override
            public String place() {
                return place;
            }
        };
    }

    static void write(SecretStore store, String path, String value) {
        store.write(path, SecretValue.of(value), OptionalLong.empty(), "ann");
    }

    static ReadResult read(SecretStore store, String path) {
        ReadResult result = store.read(List.of(ReadRequest.newest(path))).get(ReadRequest.newest(path));
        if (result == null) {
            throw new AssertionError("no answer for " + path);
        }
        return result;
    }

    /** The value, or what was answered instead. */
    static String value(SecretStore store, String path) {
        ReadResult result = read(store, path);
        return result instanceof ReadResult.Text text ? text.value().reveal() : result.toString();
    }

    /** Why a store cannot be read, or that it can. */
    static String unavailable(SecretStore store, String path) {
        if (!(read(store, path) instanceof ReadResult.Unavailable result)) {
            return "available";
        }
        assertThat(result.why())
                .as("what users are told")
                .doesNotContain("localhost", "127.0.0.1", "PostgreSQL", "user ");
        return result.inFull();
    }
}
