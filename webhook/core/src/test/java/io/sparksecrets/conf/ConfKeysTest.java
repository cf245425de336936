package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.conf.Treatment.Kept;
import io.sparksecrets.conf.Treatment.Refused;
import io.sparksecrets.conf.Treatment.Resolved;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
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
                "spark.executor.defaultExtraClassPath",
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
                "spark.kubernetes.driverEnv.my.port",
                "spark.kubernetes.driver.annotation.note",
                "spark.kubernetes.driver.service.annotation.note",
                "spark.kubernetes.executor.annotation.note",
                "spark.kubernetes.executor.volumes.persistentVolumeClaim.data.annotation.note",
            })
    void theDriversVariablesAndAnnotationsStayAsTheyAre(String key) {
        for (ClusterManager manager : ClusterManager.values()) {
            assertThat(ConfKeys.treatmentOf(key, manager)).as(manager.name()).isEqualTo(new Kept(false));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            spark.kubernetes.driver.label.team                                 | the label's own text
            spark.kubernetes.driver.service.label.team                         | the label's own text
            spark.kubernetes.executor.label.team                               | the label's own text
            spark.kubernetes.executor.decommissionLabelValue                   | the label's own text
            spark.kubernetes.executor.volumes.persistentVolumeClaim.d.label.x  | the label's own text
            spark.kubernetes.node.selector.zone                                | the label's own text
            spark.kubernetes.executor.node.selector.zone                       | the label's own text
            spark.kubernetes.executor.secretKeyRef.PASSWORD                    | spark.executorEnv.<NAME>
            spark.kubernetes.driver.secrets.keys                               | spark.kubernetes.driverEnv.<NAME>
            spark.kubernetes.executor.volumes.persistentVolumeClaim.d.options.claimName | write the text itself
            spark.kubernetes.driver.volumes.nfs.d.options.server               | write the text itself
            spark.kubernetes.container.image                                   | pullSecrets
            spark.kubernetes.container.image.pullSecrets                       | into such a Secret
            spark.kubernetes.authenticate.submission.oauthToken                | oauthTokenFile
            spark.kubernetes.authenticate.driver.oauthToken                    | oauthTokenFile
            spark.kubernetes.authenticate.oauthToken                           | oauthTokenFile
            spark.kubernetes.authenticate.driver.serviceAccountName            | write it itself
            spark.kubernetes.authenticate.caCertFile                           | write it itself
            spark.kubernetes.file.upload.path                                  | own environment
            spark.kubernetes.executor.podTemplateFile                          | write the path itself
            spark.kubernetes.namespace                                         | write the name itself
            spark.kubernetes.executor.limit.cores                              | write the value itself
            spark.kubernetes.driver.master                                     | write the value itself
            spark.kubernetes.anything.port                                     | write the value itself
            """)
    void whatNobodyResolvesInPodsClaimsAndServicesIsRefused(String key, String advice) {
        assertIsRefused(key, advice);
    }

    @Test
    void theAnnotationThatHandsAVariableToExecutorsIsKeptForTheirAdmission() {
        String key = "spark.kubernetes.executor.annotation.sparksecrets.io/executor-env-0";
        assertThat(ConfKeys.treatmentOf(key)).isEqualTo(new Kept(true));
        assertThat(ConfKeys.treatmentOf(key, ClusterManager.OTHER)).isInstanceOf(Refused.class);
    }

    /** Constants of Config and Constants in Spark's Kubernetes module, 3.5.6 to 4.3.0, those of the tables above aside. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "allocation.batch.size",
                "allocation.pods.allocator",
                "allocation.recoveryMode.enabled",
                "configMap.maxSize",
                "context",
                "decommission.script",
                "driver.annotateExitException",
                "driver.pod.featureSteps",
                "driver.scheduler.name",
                "driver.securityContext.allowPrivilegeEscalation",
                "driver.service.publishNotReadyAddresses",
                "executor.podDeletionCost",
                "executor.pvc.resizeFactor",
                "executor.rollPolicy",
                "executor.useDriverPodIP",
                "kerberos.krb5.path",
                "local.dirs.tmpfs",
                "memoryOverheadFactor",
                "submission.waitAppCompletion",
                "trust.certificates",
            })
    void noOtherKeyOfTheKubernetesModuleTakesAReference(String key) {
        assertThat(ConfKeys.treatmentOf("spark.kubernetes." + key)).isInstanceOf(Refused.class);
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
            spark.driver.defaultExtraClassPath     | out of paths and addresses
            spark.driver.libraryPath               | out of paths and addresses
            spark.driver.memory                    | the amount itself
            spark.driver.resource.gpu.amount       | the amount itself
            spark.jars.repositories                | spark.jars.ivySettings
            spark.sql.maven.additionalRemoteRepositories | spark.jars.ivySettings
            spark.jars.packages                    | the coordinates or the path
            spark.jars.excludes                    | the coordinates or the path
            spark.jars.ivySettings                 | the coordinates or the path
            spark.jars.ivy                         | the coordinates or the path
            spark.eventLog.dir                     | out of paths and addresses
            spark.history.fs.logDirectory          | out of paths and addresses
            spark.checkpoint.dir                   | out of paths and addresses
            spark.sql.streaming.checkpointLocation | out of paths and addresses
            spark.sql.warehouse.dir                | out of paths and addresses
            spark.hive.metastore.warehouse.dir     | out of paths and addresses
            spark.kerberos.principal               | the secret is in the keytab
            spark.ui.custom.executor.log.url       | write the text itself
            spark.ui.proxyBase                     | write the text itself
            spark.ui.view.acls                     | users or groups
            spark.metrics.namespace                | write the text itself
            spark.log.callerContext                | write the text itself
            spark.app.attempt.id                   | write the text itself
            spark.master                           | before its pod starts
            spark.submit.deployMode                | before its pod starts
            spark.redaction.regex                  | the expression itself
            hive.metastore.password                | spark.hadoop.<key>
            """)
    void whatTheDriverNeedsAndOthersSeeIsRefusedWithWhatToDoInstead(String key, String advice) {
        assertIsRefused(key, advice);
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
                "spark.my.own.key",
                "spark.portfolio",
                "spark.kubernetesque",
                "spark.jarsome",
                "spark.app.db.password",
                "spark.datasource.x.token",
                "spark.hive.metastore.token.signature",
                "spark.metrics.conf.*.sink.influx.token",
                "spark.connect.authenticate.token",
                "spark.org.apache.spark.ui.JWSFilter.param.secretKey",
                "spark.kafka.clusters.a.ssl.truststore.password",
                "spark.io.encryption.commons.config.secret",
                "spark.openlineage.transport.auth.apiKey",
            })
    void everythingElseIsResolved(String key) {
        assertThat(ConfKeys.treatmentOf(key)).isEqualTo(new Resolved());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.executorEnv.DB_PASSWORD",
                "spark.executor.extraJavaOptions",
                "spark.executor.defaultJavaOptions",
                "spark.executor.defaultExtraClassPath",
                "spark.executor.extraClassPath",
                "spark.executor.extraLibraryPath",
            })
    void whereAnotherManagerStartsExecutorsWhatItWouldShowIsRefused(String key) {
        assertThat(ConfKeys.treatmentOf(key, ClusterManager.OTHER))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("master is not Kubernetes", "use a key of the Spark conf"));
    }

    /** Python workers take it from there. */
    @Test
    void whereTheDriverIsTheOnlyExecutorItsVariablesAreResolved() {
        assertThat(ConfKeys.treatmentOf("spark.executorEnv.DB_PASSWORD", ClusterManager.LOCAL))
                .isEqualTo(new Resolved());
        assertThat(ConfKeys.treatmentOf("spark.executor.extraJavaOptions", ClusterManager.LOCAL))
                .isInstanceOf(Refused.class);
    }

    @Test
    void aKeyThatIsCopiedEverywhereIsRefusedEverywhereWithWhatIsTrueThere() {
        assertThat(((Refused) ConfKeys.treatmentOf("spark.network.timeout")).why())
                .contains("executors' pods");
        assertThat(((Refused) ConfKeys.treatmentOf("spark.network.timeout", ClusterManager.OTHER)).why())
                .contains("command line")
                .doesNotContain("pods");
    }

    /** A key that Spark reads with another one, as a deprecated name or put before it, is as public as that one. */
    @Test
    void noOtherNameOfAKeyThatIsNotResolvedIsResolved() {
        keysOfSpark();
        AtomicInteger names = new AtomicInteger();
        RealSpark.keysReadTogether().forEach((key, others) -> {
            // Those are chosen by the name under which they stand in the conf.
            boolean copiedByName = RealSpark.isCopiedToExecutorsAsOption(key);
            if (!copiedByName && !(ConfKeys.treatmentOf(key) instanceof Resolved)) {
                names.addAndGet(others.size());
                assertThat(others)
                        .as("read with " + key)
                        .allSatisfy(other -> assertThat(ConfKeys.treatmentOf(other))
                                .as(other)
                                .isNotInstanceOf(Resolved.class));
            }
        });
        assertThat(names).hasValueGreaterThan(5);
    }

    @Test
    void noKeyThatSparkCopiesToExecutorsAsAnOptionIsResolved() {
        List<String> keys = keysOfSpark();
        assertThat(keys).hasSizeGreaterThan(300);
        assertThat(keys)
                .filteredOn(RealSpark::isCopiedToExecutorsAsOption)
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
            if (RealSpark.isCopiedToExecutorsAsOption(key)) {
                copied++;
                assertThat(ConfKeys.treatmentOf(key)).as(key).isNotInstanceOf(Resolved.class);
            }
        }
        assertThat(copied).isPositive();
    }

    private static void assertIsRefused(String key, String advice) {
        assertThat(ConfKeys.treatmentOf(key))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.why()).contains(advice));
    }

    private static List<String> keysOfSpark() {
        assertThat(package$.MODULE$)
                .as("loads and so registers the keys of spark-core")
                .isNotNull();
        return List.copyOf(ConfigEntry$.MODULE$.knownConfigs().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.executorEnv.JAVA_TOOL_OPTIONS",
                "spark.executorEnv.BASH_ENV",
                "spark.executorEnv.LD_PRELOAD",
                "spark.kubernetes.driverEnv.JDK_JAVA_OPTIONS",
                "spark.kubernetes.driverEnv.PS4"
            })
    void aVariableThatNoPodMayHaveIsRefusedBeforeThePodsCome(String key) {
        assertThat(ConfKeys.treatmentOf(key)).isInstanceOf(Treatment.Refused.class);
    }
}
