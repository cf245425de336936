package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.reference.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** A variable of the pod with a value, in a script that submits an application. */
class ExpandedValuesTest {

    @Test
    void aValueThatTheShellWouldHandToASubmitterInClusterModeIsAProblem() {
        assertThat(problems("spark-submit --deploy-mode cluster --conf spark.a=$PW local:///a.jar"))
                .containsExactly(
                        "container main, command[2]: the shell would put the value of $PW here, and Spark would"
                                + " copy it into API objects; write the reference itself, in single quotes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --deploy-mode cluster --conf \"spark.a=${PW}\" local:///a.jar",
                "spark-submit --deploy-mode cluster local:///a.jar --password \"$PW\"",
                "cd /x && exec timeout 5m spark-submit --deploy-mode cluster local:///a.jar 'a '$PW",
                "spark-submit --conf spark.executorEnv.PW=$PW a.py",
                "spark-submit --deploy-mode cluster --conf spark.a=$URL local:///a.jar"
            })
    void soItIsHoweverItIsWritten(String script) {
        assertThat(problems(script)).as(script).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --conf spark.a=$PW a.py --password $PW",
                "curl -u a:$PW http://h && spark-submit --deploy-mode cluster local:///a.jar",
                "export PGPASSWORD=$PW; psql -f a.sql; spark-submit --deploy-mode cluster local:///a.jar",
                "spark-submit --deploy-mode cluster --conf spark.a='$PW' local:///a.jar",
                "spark-submit --deploy-mode cluster --conf spark.a=$PWD local:///a.jar",
                "spark-submit --deploy-mode cluster --conf spark.a=$OTHER local:///a.jar",
                "spark-submit --deploy-mode cluster --conf spark.a='${secrets.X}' local:///a.jar",
                "spark-submit --deploy-mode cluster --conf spark.a=\\$PW local:///a.jar"
            })
    void elsewhereTheScriptMayUseIt(String script) {
        assertThat(problems(script)).as(script).isEmpty();
    }

    private static List<String> problems(String script) {
        ObjectNode pod = Pods.podWithCommand("bash", "-c", script);
        Pods.env(
                (ObjectNode) Pods.main(pod),
                "PW",
                "${secrets.PW}",
                "URL",
                "jdbc:x?password=${secrets.PW}",
                "OTHER",
                "text");
        return ExpandedValues.in(new SparkPod(Pods.rewritten(pod))).stream()
                .map(Problem::toString)
                .toList();
    }
}
