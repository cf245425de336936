package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.e2e.spark.Submission;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link ApplicationIT} shows of one version arrives with the newest and with Spark 3 as well. */
@EndToEndTest
class OtherSparkVersionsIT {

    @ParameterizedTest
    @ValueSource(strings = {"4.3.0", "3.5.6"})
    void everyValueArrivesInTheDriverAndInTheExecutor(String version, Installation installation) throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("VERSION_KEY", "it's \"a\" \\", " ");
        String namespace = "spark-" + version.replace('.', '-');
        String value = secrets.value("VERSION_KEY");
        String hash = secrets.hash("VERSION_KEY");
        installation.createNamespace(namespace);
        Submission submission = installation
                .submission(installation.spark(version), namespace, "versions")
                .conf("spark.kubernetes.driverEnv.KEY", "${secrets.VERSION_KEY}")
                .conf("spark.executorEnv.KEY", "${secrets.VERSION_KEY}")
                .conf("spark.executorEnv.MIXED", "before${secrets.VERSION_KEY}after")
                .conf("spark.hadoop.e2e.key", "${secrets.VERSION_KEY}after")
                .conf("spark.sql.catalog.e2e.password", "before${secrets.VERSION_KEY}after")
                .conf("spark.driver.extraJavaOptions", "-De2e.driver=${secrets.VERSION_KEY}")
                .conf("spark.executor.extraJavaOptions", "-De2e.executor=${secrets.VERSION_KEY}")
                .arguments(
                        "1",
                        "driver:env:KEY:" + hash,
                        "driver:hadoop:e2e.key:" + Secrets.sha256(value + "after"),
                        "driver:conf:spark.sql.catalog.e2e.password:" + Secrets.sha256("before" + value + "after"),
                        "driver:property:e2e.driver:" + hash,
                        "executor:env:KEY:" + hash,
                        "executor:env:MIXED:" + Secrets.sha256("before" + value + "after"),
                        "executor:property:e2e.executor:" + hash,
                        "argument:" + hash,
                        "${secrets.VERSION_KEY}");
        var submitted = submission.run();
        assertThat(submitted.exitCode()).as(submitted.errors()).isZero();
        Application application = installation.application(submission);

        String end = application.awaitEnd();

        List<String> reports = application
                .log(application.driver())
                .lines()
                .filter(line -> line.matches("(driver|executor \\d+): .*"))
                .toList();
        assertThat(reports).hasSize(8).allSatisfy(report -> assertThat(report).endsWith(" arrived"));
        assertThat(end).isEqualTo("Succeeded");
        application.delete();
    }
}
