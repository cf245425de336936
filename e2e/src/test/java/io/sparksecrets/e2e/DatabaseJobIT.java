package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.fabric8.kubernetes.client.LocalPortForward;
import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Command;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A PySpark job reads and writes tables of a PostgreSQL whose password it has from a reference. So has the PostgreSQL, in a pod
 * that bears the label: nobody writes the password anywhere.
 */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DatabaseJobIT {

    private static final String NAMESPACE = "database";

    private Installation installation;
    private Secrets secrets;
    private LabelledPod database;

    @BeforeAll
    void startDatabase(Installation installation) throws Exception {
        this.installation = installation;
        secrets = new Secrets(installation.webhook()).put("database/ETL_PASSWORD", "p'\"\\", " $ #");
        installation.createNamespace(NAMESPACE);
        database = PostgresPod.start(installation, NAMESPACE, "${secrets.database/ETL_PASSWORD}");
        try (LocalPortForward forward = forward();
                Connection connection = connect(forward, secrets.value("database/ETL_PASSWORD"))) {
            connection.createStatement().executeUpdate("CREATE TABLE orders (customer text, amount integer)");
            connection.createStatement().executeUpdate("CREATE TABLE totals (customer text, total bigint)");
            connection
                    .createStatement()
                    .executeUpdate("INSERT INTO orders VALUES ('ada', 40), ('ada', 2), ('grace', 17)");
        }
    }

    @Test
    void theDatabaseTakesNoOtherPassword() throws Exception {
        try (LocalPortForward forward = forward()) {
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> connect(forward, "another").close())
                    .withMessageContaining("password authentication failed");
        }
    }

    @Test
    void aPySparkJobReadsAndWritesThroughACatalogWithThePasswordOfAReference() throws Exception {
        Path driver = installation.cluster().publish(jarOf(Class.forName("org.postgresql.Driver")));
        Submission submission = installation
                .submission(NAMESPACE, "totals")
                .python(installation.cluster().publish(resource("totals_job.py")))
                .conf("spark.jars", "local:///opt/jobs/" + driver.getFileName())
                .conf(
                        "spark.sql.catalog.warehouse",
                        "org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog")
                .conf("spark.sql.catalog.warehouse.driver", "org.postgresql.Driver")
                .conf("spark.sql.catalog.warehouse.url", "jdbc:postgresql://db:" + PostgresPod.PORT + "/postgres")
                .conf("spark.sql.catalog.warehouse.user", "etl")
                .conf("spark.sql.catalog.warehouse.password", "${secrets.database/ETL_PASSWORD}")
                .conf("spark.executorEnv.KEY", "${secrets.database/ETL_PASSWORD}")
                .conf("spark.sql.shuffle.partitions", "2")
                .arguments(secrets.hash("database/ETL_PASSWORD"));
        Command.Result submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);

        String end = application.awaitEnd();

        String log = application.log(application.driver());
        assertThat(end).as(log).isEqualTo("Succeeded");
        assertThat(log).contains("Python workers: arrived");
        assertThat(secrets.in(log)).isEmpty();
        assertThat(totals()).isEqualTo(Map.of("ada", 42L, "grace", 17L));
        application.delete();
    }

    private Map<String, Long> totals() throws Exception {
        Map<String, Long> totals = new TreeMap<>();
        try (LocalPortForward forward = forward();
                Connection connection = connect(forward, secrets.value("database/ETL_PASSWORD"));
                ResultSet rows = connection.createStatement().executeQuery("SELECT customer, total FROM totals")) {
            while (rows.next()) {
                totals.put(rows.getString(1), rows.getLong(2));
            }
        }
        return totals;
    }

    /** Pods are out of reach from here but for the API server's forwarding. */
    private LocalPortForward forward() {
        return installation.client().pods().resource(database.get()).portForward(PostgresPod.PORT);
    }

    private static Connection connect(LocalPortForward forward, String password) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + forward.getLocalPort() + "/postgres", "etl", password);
    }

    private Path resource(String name) throws URISyntaxException {
        return Path.of(
                Objects.requireNonNull(getClass().getResource(name), name).toURI());
    }

    private static Path jarOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }
}
