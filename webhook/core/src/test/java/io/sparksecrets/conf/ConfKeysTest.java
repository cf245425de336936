package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.conf.Treatment.Kept;
import io.sparksecrets.conf.Treatment.Refused;
import io.sparksecrets.conf.Treatment.Resolved;
import java.util.List;
import org.apache.spark.internal.config.ConfigEntry$;
import org.apache.spark.internal.config.package$;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfKeysTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.executorEnv.DB_PASSWORD",
                "spark.executorEnv.my.port",
                "spark.executor.extraJavaOptions",
                "spark.executor.defaultJavaOptions",
                "spark.executor.extraClassPath",
                "spark.executor.extraLibraryPath",
            })
    void whatExecutorsNeedIsKeptForTheirAdmission(String key) {
        assertThat(ConfKeys.treatmentOf(key)).isEqualTo(new Kept(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.kubernetes.driverEnv.DB_PASSWORD",
                "spark.kubernetes.driver.label.team",
                "spark.kubernetes.driver.annotation.note",
                "spark.kubernetes.driver.service.annotation.note",
                "spark.kubernetes.executor.annotation.note",
                "spark.kubernetes.executor.secretKeyRef.PASSWORD",
                "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.options.claimName",
                "spark.kubernetes.authenticate.submission.oauthToken",
                "spark.kubernetes.container.image",
                "spark.kubernetes.anything.port",
            })
    void whatBecomesPartOfApiObjectsIsKeptAndNeverResolved(String key) {
        assertThat(ConfKeys.treatmentOf(key)).isEqualTo(new Kept(false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spark.authenticate                     | spark.authenticate.secret.file
            spark.authenticate.secret.file         | spark.authenticate.secret.file
            spark.authenticate.secretBitLength     | spark.authenticate.secret.file
            spark.rpc.message.maxSize              | should be no secret
            spark.network.crypto.saslFallback      | should be no secret
            spark.networkish                       | should be no secret
            spark.ssl.rpc.keyStore                 | Password
            spark.ssl.ui.keyPassword.port          | the port's number
            spark.driver.port                      | the port's number
            spark.port.maxRetries                  | the port's number
            spark.hadoop.my.proxy.port             | the port's number
            spark.app.name                         | should be no secret
            spark.app.id                           | should be no secret
            spark.local.dir                        | should be no secret
            spark.driver.host                      | should be no secret
            spark.driver.bindAddress               | should be no secret
            spark.executor.memory                  | the amount itself
            spark.executor.cores                   | the amount itself
            spark.executor.resource.gpu.vendor     | the amount itself
            spark.driver.extraClassPath            | out of paths and addresses
            spark.jars                             | out of paths and addresses
            spark.redaction.regex                  | the expression itself
            hive.metastore.password                | spark.hadoop.<key>
            """)
    void whatTheDriverNeedsAndOthersSeeIsRefusedWithWhatToDoInstead(String key, String advice) {
        assertThat(ConfKeys.treatmentOf(key))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).contains(advice));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Not copied to executors. On Kubernetes Spark ignores it, with other masters it is what it says.
                "spark.authenticate.secret",
                "spark.ssl.keyStorePassword",
                "spark.ssl.ui.trustStorePassword",
                "spark.hadoop.fs.s3a.secret.key",
                "spark.hadoop.javax.jdo.option.ConnectionPassword",
                "spark.sql.catalog.lake.jdbc.password",
                "spark.driver.extraJavaOptions",
                "spark.driver.defaultJavaOptions",
                "spark.jars.repositories",
                "spark.jars.ivySettings",
                "spark.my.own.key",
                "spark.portfolio",
                "spark.kubernetesque",
            })
    void everythingElseIsResolved(String key) {
        assertThat(ConfKeys.treatmentOf(key)).isEqualTo(new Resolved());
    }

    @Test
    void whereNoAdmissionSeesExecutorsTheirVariablesAreResolvedAndWhatIsLoggedIsRefused() {
        assertThat(ConfKeys.treatmentOf("spark.executorEnv.DB_PASSWORD", ClusterManager.OTHER))
                .isEqualTo(new Resolved());
        for (String key : List.of(
                "spark.executor.extraJavaOptions",
                "spark.executor.defaultJavaOptions",
                "spark.executor.extraClassPath",
                "spark.executor.extraLibraryPath")) {
            assertThat(ConfKeys.treatmentOf(key, ClusterManager.OTHER))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.why()).contains("spark.executorEnv.<NAME>"));
        }
    }

    @Test
    void noKeyThatSparkCopiesToExecutorsAsAnOptionIsResolved() {
        List<String> keys = keysOfSpark();
        assertThat(keys).hasSizeGreaterThan(300);
        assertThat(keys)
                .filteredOn(ConfKeysTest::isCopiedToExecutorsAsOption)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(ConfKeys.treatmentOf(key)).as(key).isNotInstanceOf(Resolved.class));
    }

    @Test
    void noKeyOfAnyNameThatSparkCopiesToExecutorsAsAnOptionIsResolved() {
        RandomTexts random = new RandomTexts(5);
        List<String> parts = List.of(
                "spark.",
                "auth",
                "authenticate",
                ".secret",
                "rpc",
                "network",
                "ssl",
                "Password",
                "password",
                ".port",
                "port.",
                ".x",
                "kubernetes.",
                "executorEnv.",
                "hadoop.");
        int copied = 0;
        for (int i = 0; i < 50_000; i++) {
            String key = "spark." + random.oneOf(parts) + random.oneOf(parts) + random.oneOf(parts);
            if (isCopiedToExecutorsAsOption(key)) {
                copied++;
                assertThat(ConfKeys.treatmentOf(key)).as(key).isNotInstanceOf(Resolved.class);
            }
        }
        assertThat(copied).isPositive();
    }

    /** Of spark.auth* Spark cannot tell without Hadoop's runtime: the table above has those. */
    private static boolean isCopiedToExecutorsAsOption(String key) {
        return !key.startsWith("spark.auth") && RealSpark.isCopiedToExecutorsAsOption(key);
    }

    private static List<String> keysOfSpark() {
        assertThat(package$.MODULE$)
                .as("loads and so registers the keys of spark-core")
                .isNotNull();
        return List.copyOf(ConfigEntry$.MODULE$.knownConfigs().keySet());
    }
}
