package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The conf map of a driver whose executors are no pods. */
class OtherMastersTest {

    private static final ConfContext CONTEXT = new ConfContext(true, false, "/opt/spark/conf");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark.master=local[*]\n",
                "spark.master=k8s://https://api\nspark.kubernetes.driver.master=local[2]\n",
            })
    void aDriverThatIsItsOnlyExecutorGetsTheVariablesThatPySparkHandsToItsWorkers(String master) throws Exception {
        ConfMapTemplate conf =
                ConfMapTemplate.parse(master + "spark.executorEnv.DB=x-${secrets.A}\nspark.a=b\n", CONTEXT);
        assertThat(conf.problems()).isEmpty();
        assertThat(conf.references()).containsEntry("spark.executorEnv.DB", Set.of(Reference.to("A")));
        assertThat(conf.executorReferences()).isEmpty();
        Map<String, String> rendered = properties(conf.render(reference -> SecretValue.of("hunter2")));
        assertThat(rendered).containsEntry("spark.executorEnv.DB", "x-hunter2");
        assertThat(rendered.keySet()).noneMatch(key -> key.startsWith("spark.kubernetes.executor.annotation."));
        assertThat(RealSpark.redact(rendered, rendered)).doesNotContainValue("x-hunter2");
    }

    @Test
    void whatAStandaloneWorkerWouldShowOfItsExecutorsIsRefusedWithTheWayOut() {
        ConfMapTemplate conf = ConfMapTemplate.parse("""
                spark.master=spark://master:7077
                spark.executorEnv.DB=${secrets.A}
                spark.executor.extraJavaOptions=-Da=${secrets.A}
                spark.executor.defaultExtraClassPath=/x/${secrets.A}
                spark.hadoop.fs.s3a.secret.key=${secrets.A}
                """, CONTEXT);
        assertThat(conf.problems())
                .map(Problem::where)
                .containsExactly(
                        "spark.executorEnv.DB",
                        "spark.executor.extraJavaOptions",
                        "spark.executor.defaultExtraClassPath");
        assertThat(conf.problems().getFirst().what())
                .isEqualTo(
                        "holds ${secrets.A}, but spark.executorEnv.DB goes to the cluster manager, where the master is not"
                                + " Kubernetes, and the page of a standalone worker shows it; use a key of the Spark conf, which"
                                + " executors get from the driver, or set the variable where the worker runs");
        assertThat(conf.references()).containsOnlyKeys("spark.hadoop.fs.s3a.secret.key");
    }

    /** On Kubernetes an option keeps the reference, so there is nothing to carry a value. */
    @Test
    void anOptionThatNamesAResolvedVariableOfExecutorsIsRefused() {
        assertThat(ConfMapTemplate.parse("""
                spark.master=local
                spark.executorEnv.DB=${secrets.A}
                spark.driver.host=${spark.executorEnv.DB}
                """, CONTEXT).problems())
                .map(Problem::where)
                .containsExactly("spark.driver.host");
    }

    private static Map<String, String> properties(RenderedConf rendered) throws MalformedPropertiesException {
        SecretValue content = Objects.requireNonNull(rendered.files().get("spark.properties"));
        return SparkProperties.parse(content.reveal()).entries();
    }
}
