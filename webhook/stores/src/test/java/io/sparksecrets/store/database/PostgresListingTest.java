package io.sparksecrets.store.database;

import static io.sparksecrets.store.database.PostgresFixture.STORE;
import static io.sparksecrets.store.database.PostgresFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.SecretMetadata;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.testing.PostgresDatabaseAccess;
import io.sparksecrets.testing.PostgresServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Folders among a hundred thousand secrets. */
class PostgresListingTest {

    private static final int SECRETS = 100_000;
    private static final int RUNS = 5;

    private static final String FILL = """
            insert into secret_store (path, version, first_version, created_at)
            select 'team-' || i %% 100 || '/app/KEY_' || i, 1, 1, now() from generate_series(1, %1$d) i;
            insert into secret_version (path, version, key_id, ciphertext, written_at, written_by)
            select path, 1, 1, decode(repeat('5a', 64), 'hex'), now(), 'ann' from secret_store;
            analyze secret_store;
            analyze secret_version
            """.formatted(SECRETS);

    private final PostgresServer server = PostgresServer.shared();
    private final PostgresDatabaseAccess access = server.createDatabase();

    @Test
    void aFolderIsReadFromTheIndexPageByPage() throws Exception {
        try (SecretStore store = PostgresDatabase.open(STORE, settings(access, PostgresFixture.newKeyset()))) {
            server.execute(access.database(), FILL);

            List<SecretMetadata> folder = store.list("team-42", "", 1000);
            assertThat(folder).hasSize(1000);
            assertThat(store.list("team-42", folder.getLast().path(), 1000)).isEmpty();
            assertThat(store.list("team-42", folder.get(499).path(), 1000)).hasSize(500);
            assertThat(store.list("", "", 1000)).hasSize(1000);

            for (int limit : List.of(100, 1000)) {
                String plan = "";
                for (int run = 1; run <= RUNS; run++) {
                    plan = plan("team-42/", "team-420", limit);
                    System.out.println("Listing " + limit + " of " + SECRETS + " secrets: " + executionTime(plan));
                }
                assertThat(plan)
                        .contains("secret_store_pkey", "secret_version_pkey")
                        .doesNotContain("Seq Scan on secret_store");
            }
        }
    }

    private String plan(String after, String end, int limit) throws SQLException {
        String sql = "explain (analyze, buffers) "
                + SecretTables.LIST.replace(":after", "?").replace(":end", "?").replace(":limit", "?");
        try (Connection connection = server.connect(access.database());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, after);
            statement.setString(2, end);
            statement.setInt(3, limit);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return String.join("\n", lines);
        }
    }

    private static String executionTime(String plan) {
        return plan.lines()
                .map(String::strip)
                .filter(line -> line.startsWith("Execution Time"))
                .findFirst()
                .orElse("no time");
    }
}
