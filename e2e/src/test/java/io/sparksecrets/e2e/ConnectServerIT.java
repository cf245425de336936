package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.spark.Submission;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A Spark Connect server in a pod that bears the label, and a client that asks it for hashes of what it got. */
@EndToEndTest
class ConnectServerIT {

    private static final String NAMESPACE = "connect";
    private static final int PORT = 15002;

    @Test
    void theServerGetsTheValuesOfItsConfAndAClientWorksWithThoseOfItsExecutors(Installation installation)
            throws Exception {
        Secrets secrets = new Secrets(installation.webhook()).put("CONNECT_KEY");
        installation.createNamespace(NAMESPACE);
        String job = "/opt/jobs/" + installation.job().getFileName();
        Submission submission = installation
                .submission(NAMESPACE, "connect")
                .main("org.apache.spark.sql.connect.service.SparkConnectServer")
                .conf("spark.connect.grpc.binding.port", Integer.toString(PORT))
                .conf("spark.e2e.key", "${secrets.CONNECT_KEY}")
                .conf("spark.driver.extraClassPath", job)
                .conf("spark.executor.extraClassPath", job)
                .conf("spark.plugins", "io.sparksecrets.e2e.job.ArrivalPlugin")
                .conf("spark.e2e.expect", "driver:conf:spark.e2e.key:" + secrets.hash("CONNECT_KEY"))
                .conf("spark.executorEnv.KEY", "${secrets.CONNECT_KEY}");
        LabelledPod server =
                new LabelledPod(installation, NAMESPACE, "connect").expose(PORT).start(submission.asCommandOfAPod());
        server.awaitInLog("Spark Connect server started");

        LabelledPod client = new LabelledPod(installation, NAMESPACE, "client")
                .env("SPARK_CONNECT_BEELINE", "1")
                .start(
                        List.of(
                                "/opt/spark/bin/beeline",
                                "-u",
                                "jdbc:sc://connect:" + PORT,
                                // Which is all that the driver of Spark Connect knows.
                                "--isolation=TRANSACTION_NONE",
                                "--outputformat=csv2",
                                "-e",
                                "SELECT 'conf=' || sha2('${spark.e2e.key}', 256) AS conf",
                                "-e",
                                "SELECT 'executor=' || sha2(reflect('java.lang.System', 'getenv', 'KEY'), 256) AS executor FROM range(1)"));
        String end = client.awaitEnd();

        assertThat(server.log()).contains("driver: conf spark.e2e.key arrived");
        assertThat(client.log())
                .as("%s; a query that asks for the conf is not told it", end)
                .contains("conf=" + Secrets.sha256("*********(redacted)"), "executor=" + secrets.hash("CONNECT_KEY"));
        assertThat(secrets.in(client.log())).isEmpty();
        assertThat(secrets.in(server.log())).isEmpty();
        assertThat(secrets.in(server.application().environment())).isEmpty();
        DeliverySecrets delivered = new DeliverySecrets(installation, NAMESPACE);
        assertThat(delivered.owners())
                .containsExactly(server.get().getMetadata().getUid());
        server.delete();
        delivered.awaitEnd();
    }
}
