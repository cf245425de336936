package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.e2e.spark.Submission;
import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Waiting;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the person at spark-submit sees when a reference cannot be resolved, and that nothing stays behind. */
@EndToEndTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class DenialIT {

    private static final String NAMESPACE = "denial";

    private Installation installation;
    private Secrets secrets;

    @BeforeAll
    void createNamespace(Installation installation) throws Exception {
        this.installation = installation;
        secrets = new Secrets(installation.webhook()).put("DENIAL_KEY").put("finance/SALARIES");
        installation.createNamespace(NAMESPACE);
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        KubernetesClient client = installation.client();
        Waiting.until(
                "Spark to have deleted the driver pod that it made",
                Duration.ofMinutes(1),
                () -> client.pods().inNamespace(NAMESPACE).list().getItems().isEmpty());
        assertThat(client.secrets().inNamespace(NAMESPACE).list().getItems()).isEmpty();
        assertThat(client.configMaps().inNamespace(NAMESPACE).list().getItems())
                .extracting(map -> map.getMetadata().getName())
                .containsExactly("kube-root-ca.crt");
    }

    @Test
    void aMissingSecretInTheDriversEnvironment() throws Exception {
        assertRefused(
                submission().conf("spark.kubernetes.driverEnv.KEY", "${secrets.NO_SUCH_KEY}"),
                "Spark Secrets refuses pod denial/refused",
                "env KEY",
                "NO_SUCH_KEY",
                "not found");
    }

    @Test
    void aSecretThatTheNamespaceMayNotUse() throws Exception {
        assertRefused(
                submission().conf("spark.kubernetes.driverEnv.KEY", "${secrets.finance/SALARIES}"),
                "env KEY",
                "finance/SALARIES",
                "service account denial/spark");
    }

    @Test
    void aMalformedReference() throws Exception {
        assertRefused(
                submission().conf("spark.kubernetes.driverEnv.KEY", "before ${secrets.DENIAL_KEY#} after"), "env KEY");
    }

    @Test
    void aMissingSecretInTheSparkConf() throws Exception {
        assertRefused(
                submission().conf("spark.hadoop.fs.s3a.secret.key", "${secrets.NO_SUCH_KEY}"),
                "Spark Secrets refuses conf map denial/spark-drv-",
                "spark.hadoop.fs.s3a.secret.key",
                "NO_SUCH_KEY",
                "not found");
    }

    @Test
    void aMissingSecretInTheExecutorsEnvironmentIsRefusedBeforeTheDriverStarts() throws Exception {
        assertRefused(
                submission().conf("spark.executorEnv.KEY", "${secrets.NO_SUCH_KEY}"),
                "spark.executorEnv.KEY",
                "NO_SUCH_KEY",
                "not found");
    }

    @Test
    void aKeyThatSparkCopiesWhereItCanBeSeen() throws Exception {
        assertRefused(submission().conf("spark.app.name", "${secrets.DENIAL_KEY}"), "spark.app.name");
    }

    @Test
    void severalMistakesAreAllNamedInOneMessage() throws Exception {
        assertRefused(
                submission()
                        .conf("spark.kubernetes.driverEnv.ONE", "${secrets.NO_SUCH_KEY}")
                        .conf("spark.kubernetes.driverEnv.TWO", "${secrets.finance/SALARIES}")
                        .conf("spark.kubernetes.driverEnv.THREE", "${secrets.}")
                        .conf("spark.kubernetes.driverEnv.FINE", "${secrets.DENIAL_KEY}"),
                "env ONE",
                "env TWO",
                "env THREE");
    }

    @Test
    void severalMistakesInTheSparkConfToo() throws Exception {
        assertRefused(
                submission()
                        .conf("spark.sql.catalog.one.password", "${secrets.NO_SUCH_KEY}")
                        .conf("spark.sql.catalog.two.password", "${secrets.finance/SALARIES}")
                        .conf("spark.sql.catalog.three.password", "${secrets.DENIAL_KEY@}")
                        .conf("spark.sql.catalog.four.password", "${secrets.DENIAL_KEY}"),
                "Spark Secrets refuses conf map denial/spark-drv-",
                "spark.sql.catalog.one.password",
                "NO_SUCH_KEY",
                "spark.sql.catalog.two.password",
                "finance/SALARIES",
                "service account denial/spark",
                "spark.sql.catalog.three.password");
    }

    private Submission submission() {
        return installation.submission(NAMESPACE, "refused");
    }

    private void assertRefused(Submission submission, String... inMessage) throws Exception {
        Command.Result result = submission.run();

        assertThat(result.exitCode()).as(result.errors()).isEqualTo(1);
        assertThat(result.errors()).contains(List.of(inMessage));
        assertThat(secrets.in(result.output() + result.errors())).isEmpty();
    }
}
