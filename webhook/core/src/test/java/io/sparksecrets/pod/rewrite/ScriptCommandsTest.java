package io.sparksecrets.pod.rewrite;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What becomes of a reference in a script by the commands around it. */
class ScriptCommandsTest {

    private static PodRewrite rewrite(String script) {
        return Pods.rewrite(pod(script));
    }

    private static ObjectNode pod(String script) {
        return Pods.podWithCommand("bash", "-c", script.replace("\\n", "\n"));
    }

    private static String rewritten(String script) {
        ObjectNode pod = pod(script);
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).as(script).isEmpty();
        return Pods.main(Pods.apply(rewrite.patch(), pod)).at("/command/2").asString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo ${secrets.X} | sh",
                "echo ${secrets.X} | env A=b bash -s x",
                "echo ${secrets.X} | sudo bash",
                "echo ${secrets.X} |\\n sh",
                "echo ${secrets.X} |& sh",
                "echo ${secrets.X} | base64 -d | timeout 5 sh",
                "printf %s ${secrets.X} | python3",
                "printf %s ${secrets.X} | python3 -u -",
                "printf %s ${secrets.X} | psql -U x db",
                "printf %s ${secrets.X} | spark-sql",
                "printf %s ${secrets.X} | xargs sh -c",
                "printf %s ${secrets.X} | xargs -I{} sh -c 'echo {}'",
                "printf %s ${secrets.X} | ssh -i key host",
                "printf %s ${secrets.X} | kubectl exec -i p -- sh",
                "kubectl exec -i p -- psql <<EOF\\n${secrets.X}\\nEOF",
                "cat <<EOF | sh\\n${secrets.X}\\nEOF",
                "(echo ${secrets.X}) | sh",
                "{ echo ${secrets.X}; } | sh",
                "if true; then echo ${secrets.X}; fi | sh",
                "case x in x) echo ${secrets.X};; esac | sh",
                "echo ${secrets.X} | { sh; }",
                "echo ${secrets.X} | (sh)",
                "x=$(echo ${secrets.X} | sh)",
                "tee >(sh) <<EOF\\n${secrets.X}\\nEOF",
                "source <(echo A=${secrets.X})",
                "bash <(echo ${secrets.X})",
                "echo ${secrets.X} | ( cat | sh )",
                "echo ${secrets.X} | if true; then sh; fi",
                "echo ${secrets.X} | { true; sh; }",
                "echo ${secrets.X} | for i in 1; do bash; done",
                "echo ${secrets.X} | case a in a) sh;; esac",
                "echo ${secrets.X} |\\n{\\ntrue\\nsh\\n}",
                "echo ${secrets.X} | cat $(sh)",
                "echo ${secrets.X} | ( ( cat | cat ) | sh )",
                "tee >(cat | sh) <<EOF\\n${secrets.X}\\nEOF",
                "{ cat; } <<EOF | sh\\n${secrets.X}\\nEOF",
                "f() { sh; }; echo ${secrets.X} | f",
                "function f { sh; }; echo ${secrets.X} | f",
                "echo ${secrets.X} | mapfile -C eval -c 1 A",
                "mapfile -C eval -c 1 A <<< ${secrets.X}",
                "readarray -tC eval <<< ${secrets.X}",
                "{ bash; } <<EOF\\n${secrets.X}\\nEOF",
                "(cat | sh) <<< ${secrets.X}",
                "while read l; do eval \"$l\"; done <<< ${secrets.X}",
                "while read l; do $l; done <<< ${secrets.X}",
                "if read l; then sh -c \"$l\"; fi <<< ${secrets.X}",
                "case a in a) sh;; esac <<< ${secrets.X}",
                "for i in 1; do . /dev/stdin; done <<< ${secrets.X}",
                "{ { sh; }; } <<< ${secrets.X}"
            })
    void whatACommandReadsAndRunsTakesNoReference(String script) {
        assertThat(rewrite(script).problems()).as(script).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo ${secrets.X} || sh",
                "echo ${secrets.X} && sh",
                "echo ${secrets.X}; echo a | sh",
                "echo ${secrets.X}\\necho a | sh",
                "echo ${secrets.X} | docker login -u x --password-stdin",
                "echo ${secrets.X} | python3 app.py",
                "echo ${secrets.X} | python3 -c 'import sys'",
                "echo ${secrets.X} | psql -c 'copy x from stdin'",
                "echo ${secrets.X} | bash app.sh",
                "echo ${secrets.X} | sed s/a/b/",
                "echo ${secrets.X} | ssh host 'cat > f'",
                "echo ${secrets.X} | (cd /x; cat)",
                "echo ${secrets.X} | while read x; do echo \\\"$x\\\"; done",
                "cat <<EOF | kubectl apply -f -\\n${secrets.X}\\nEOF",
                "diff <(echo ${secrets.X}) f",
                "while read l; do echo $l; done <<E\\n${secrets.X}\\nE",
                "while IFS== read -r k v; do [ -n \"$k\" ] && A=$v; done <<< ${secrets.X}",
                "{ cat; } <<< ${secrets.X}",
                "if true; then cat; fi <<< ${secrets.X}",
                "case a in a) cat;; esac <<< ${secrets.X}",
                "(cat) <<< ${secrets.X}",
                "((1)) <<< ${secrets.X}",
                "<<< ${secrets.X}",
                "<<< ${secrets.X} cat",
                "echo ${secrets.X} | { cat; }; sh",
                "echo ${secrets.X} | { cat; }\\nsh",
                "echo ${secrets.X} | (cat) && sh",
                "mapfile -t A <<< ${secrets.X}"
            })
    void whatACommandTakesForDataMayHoldOne(String script) {
        assertThat(rewrite(script).problems()).as(script).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cat > run.sh <<E\\necho ${secrets.X}\\nE\\nsh run.sh",
                "cat <<E > run.sh\\necho ${secrets.X}\\nE\\nchmod +x run.sh && ./run.sh",
                "echo ${secrets.X} > f; . ./f",
                "echo ${secrets.X} >> ./f; source f",
                "echo ${secrets.X} | tee f; sh f",
                "echo ${secrets.X} | cat > f; sudo bash -e f",
                "tee /tmp/f <<< ${secrets.X}; exec timeout 5 sh /tmp/f",
                "{ echo a; echo ${secrets.X}; } > f; sh < f",
                "echo ${secrets.X} | { cat; } > f; sh f",
                "(cat) <<< ${secrets.X} > f; sh f",
                "cat > a.py <<E\\nprint('${secrets.X}')\\nE\\nspark-submit a.py",
                "cat > a.py <<E\\nprint('${secrets.X}')\\nE\\npython3 -u a.py",
                "echo ${secrets.X} > f.sql; psql -f f.sql"
            })
    void whatItWritesToAFileThatItRunsTakesNoReference(String script) {
        assertThat(rewrite(script).problems())
                .as(script)
                .singleElement()
                .asString()
                .contains("which this script runs");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "echo ${secrets.X} > f; sh g",
                "echo ${secrets.X} > f; cat f",
                "cat > ~/.netrc <<E\\nmachine h password ${secrets.X}\\nE\\nspark-submit a.py",
                "curl -u a:${secrets.X} http://h > run.sh; sh run.sh",
                "cat > spark.properties <<E\\nspark.a ${secrets.X}\\nE\\nspark-submit --properties-file spark.properties a.py",
                "echo ${secrets.X} > a; echo b > f; sh f",
                "echo ${secrets.X} | sudo tee f; sudo cat f",
                "echo ${secrets.X} > curl; curl http://h"
            })
    void otherFilesAreData(String script) {
        assertThat(rewrite(script).problems()).as(script).isEmpty();
    }

    static Stream<String> gathered() {
        return Stream.of(
                "O=\"--deploy-mode cluster --conf spark.a=${secrets.X}\"; spark-submit $O a.py",
                "O=\"--conf spark.executorEnv.A=${secrets.X}\"; spark-submit $O a.py",
                "O=(--conf spark.a=${secrets.X} --deploy-mode cluster); spark-submit \"${O[@]}\" a.py",
                "set -- --conf spark.executorEnv.A=${secrets.X}; spark-submit \"$@\" a.py",
                "submit() { spark-submit --deploy-mode cluster \"$@\"; }; O+=(--conf spark.a=${secrets.X}); submit \"${O[@]}\"");
    }

    @ParameterizedTest
    @MethodSource("gathered")
    void optionsThatAScriptGathersAreTreatedByTheirKeys(String script) {
        assertThat(rewrite(script).delivery()).as(script).isEmpty();
        assertThat(rewrite(script).problems()).as(script).isEmpty();
    }

    @Test
    void gatheredOptionsThatAreRefusedAreToldAndOtherWordsAreData() {
        assertThat(rewrite("O=\"--name ${secrets.X}\"").problems())
                .singleElement()
                .asString()
                .contains("spark.app.name");
        assertThat(rewrite("O+=(--conf spark.app.name=${secrets.X})").problems())
                .hasSize(1);
        assertThat(rewritten("A=(\"a b ${secrets.X}\" --password ${secrets.X}); python3 a.py \"${A[@]}\""))
                .doesNotContain("${secrets");
    }

    @Test
    void anArithmeticCommandIsCalledOne() {
        assertThat(rewrite("(( a = ${secrets.X} ))").problems())
                .singleElement()
                .asString()
                .contains("arithmetic expression");
    }

    @Test
    void aVariableMayCarryADeployModeThatTheScriptNames() {
        assertThat(rewrite("M='--deploy-mode cluster'; spark-submit $M a.py ${secrets.X}")
                        .problems())
                .hasSize(1);
        assertThat(rewrite("spark-submit $M a.py ${secrets.X}").problems()).isEmpty();
    }

    @Test
    void whatTheScriptSetsForSparksScriptsCounts() {
        String start = "/opt/spark/sbin/start-connect-server.sh --conf spark.a=${secrets.X}";
        assertThat(rewrite(start).problems()).hasSize(1);
        assertThat(rewritten("export SPARK_NO_DAEMONIZE=1; exec " + start)).contains("exec env 'BASH_FUNC_nice%%=");
        assertThat(rewrite("SPARK_NO_DAEMONIZE=1 " + start).problems()).isEmpty();
        assertThat(rewrite("export SPARK_NO_DAEMONIZE=1; unset SPARK_NO_DAEMONIZE; " + start)
                        .problems())
                .hasSize(1);
        assertThat(rewrite("SPARK_PRINT_LAUNCH_COMMAND=1 spark-submit --conf spark.a=${secrets.X} a.py")
                        .problems())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set -x; curl -u ${secrets.X} h",
                "set -ex\\nspark-submit --conf spark.a=${secrets.X} a.py",
                "set -x; A=(${secrets.X})"
            })
    void whatTheShellPrintsIntoTheLogIsRefused(String script) {
        assertThat(rewrite(script).problems())
                .as(script)
                .singleElement()
                .asString()
                .contains("would be printed", "write set +x before the command");
    }

    @Test
    void aShellThatIsStartedToPrintItsCommandsIsTheSame() {
        assertThat(Pods.rewrite(Pods.podWithCommand("bash", "-xc", "curl -u ${secrets.X} h"))
                        .problems())
                .singleElement()
                .asString()
                .contains("would be printed");
        assertThat(Pods.rewrite(Pods.podWithCommand("bash", "-xc", "set +x; curl -u ${secrets.X} h"))
                        .problems())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set -x; true; { set +x; } 2>/dev/null; curl -u ${secrets.X} h",
                "set -x; spark-submit --conf spark.executor.extraClassPath=${secrets.X} a.py",
                "set -x; spark-submit --deploy-mode cluster a.py ${secrets.X}",
                "set -x; cat <<E\\n${secrets.X}\\nE"
            })
    void whatItDoesNotPrintIsNot(String script) {
        assertThat(rewrite(script).problems()).as(script).isEmpty();
        assertThat(rewrite(script).warnings()).as(script).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[ -n \"$DEBUG\" ] && set -x; curl -u ${secrets.X} h",
                "exec 9>/tmp/trace; BASH_XTRACEFD=9; set -x; curl -u ${secrets.X} h"
            })
    void whatItMayPrintEarnsAWarning(String script) {
        assertThat(rewrite(script).problems()).as(script).isEmpty();
        assertThat(rewrite(script).warnings())
                .as(script)
                .singleElement()
                .asString()
                .startsWith("container main, command[2]: ")
                .contains("set +x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DEPLOY_MODE=cluster spark-submit --conf spark.a=${secrets.X} a.py",
                "export DEPLOY_MODE=cluster; spark-submit --conf spark.a=${secrets.X} a.py",
                "DEPLOY_MODE=\"cluster\"\\nexport DEPLOY_MODE\\nspark-submit a.py ${secrets.X}"
            })
    void aDeployModeThatAScriptSetsHasToBeStatedToSparkSubmit(String script) {
        assertThat(rewrite(script).problems())
                .as(script)
                .singleElement()
                .asString()
                .contains("write --deploy-mode client or --deploy-mode cluster");
        assertThat(rewrite(script.replace("spark-submit", "spark-submit --deploy-mode cluster"))
                        .delivery())
                .as(script)
                .isEmpty();
        assertThat(rewrite(script.replace("cluster", "client")).problems())
                .as(script)
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spark-submit --deploy-mode cluster a.jar $(echo ${secrets.X})",
                "f() { spark-submit --deploy-mode cluster a.jar \"$1\"; }; f ${secrets.X}",
                "for p in ${secrets.X}; do spark-submit --deploy-mode cluster a.jar $p; done",
                "read PW <<< ${secrets.X}; spark-submit --deploy-mode cluster --conf spark.a=$PW a.jar",
                "echo ${secrets.X} | xargs spark-submit --deploy-mode cluster a.jar",
                "spark-submit --deploy-mode cluster --properties-file <(echo spark.a ${secrets.X}) a.jar",
                "cat > /opt/spark/conf/spark-defaults.conf <<E\\nspark.a ${secrets.X}\\nE\\nspark-submit --deploy-mode cluster a.jar",
                "echo ${secrets.X} > f; spark-submit --deploy-mode cluster a.jar $(cat f)",
                "mytool ${secrets.X}; spark-submit --deploy-mode $MODE a.jar",
                "echo ${secrets.X}; spark-submit --conf spark.submit.deployMode=cluster a.jar"
            })
    void aValueMayNotReachWhatSubmitsInClusterMode(String script) {
        assertThat(rewrite(script).problems())
                .as(script)
                .singleElement()
                .asString()
                .contains("submits in cluster mode", "write the reference among the words of spark-submit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "curl -u a:${secrets.X} http://h && spark-submit --deploy-mode cluster a.jar",
                "PGPASSWORD=${secrets.X} psql -c 'select 1'; spark-submit --deploy-mode cluster a.jar",
                "export PGPASSWORD=${secrets.X}; psql -f a.sql; spark-submit --deploy-mode cluster a.jar",
                "export AWS_SECRET_ACCESS_KEY=${secrets.X} && exec spark-submit --deploy-mode cluster a.jar",
                "env DB_PASSWORD=${secrets.X} python3 migrate.py; spark-submit --deploy-mode cluster a.jar",
                "kinit u <<< ${secrets.X} && spark-submit --deploy-mode cluster a.jar",
                "[ -n ${secrets.X} ] && spark-submit --deploy-mode cluster a.jar",
                "spark-submit --deploy-mode client --conf spark.a=${secrets.X} a.jar; spark-submit --deploy-mode cluster b.jar",
                "echo ${secrets.X} > f; spark-submit --master yarn --deploy-mode cluster a.jar"
            })
    void otherProgramsBesideItGetTheirValues(String script) {
        assertThat(rewritten(script)).as(script).contains("SPARK_SECRETS_0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PW=${secrets.X}; spark-submit --deploy-mode cluster --conf spark.a=$PW a.jar",
                "export PW=${secrets.X}; spark-submit --deploy-mode cluster --conf spark.a=${PW} a.jar",
                "sh -c 'spark-submit --deploy-mode cluster --conf spark.a=\"$0\" j' ${secrets.X}"
            })
    void aReferenceThatTheScriptHandsToItStaysOne(String script) {
        assertThat(rewrite(script).problems()).as(script).isEmpty();
        assertThat(rewrite(script).delivery()).as(script).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "# export SPARK_NO_DAEMONIZE=1\\n",
                "SPARK_NO_DAEMONIZE=1\\n",
                "SPARK_NO_DAEMONIZE=1; ",
                "export SPARK_NO_DAEMONIZE=1; export -n SPARK_NO_DAEMONIZE; "
            })
    void whatSparksScriptsDoNotGetDoesNotCount(String before) {
        String start = "/opt/spark/sbin/start-connect-server.sh --conf spark.a=${secrets.X}";
        assertThat(rewrite(before + start).problems()).as(before).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SPARK_NO_DAEMONIZE=1 A=b ",
                "SPARK_NO_DAEMONIZE= ",
                "env A=b SPARK_NO_DAEMONIZE=1 ",
                "SPARK_NO_DAEMONIZE=1; export SPARK_NO_DAEMONIZE; ",
                "export A=b SPARK_NO_DAEMONIZE=1\\n",
                "set -a\\nSPARK_NO_DAEMONIZE=1\\n",
                "SPARK_NO_DAEMONIZE=1 \\\\n"
            })
    void whatTheyGetCounts(String before) {
        String start = "/opt/spark/sbin/start-connect-server.sh --conf spark.a=${secrets.X}";
        assertThat(rewrite(before + start).problems()).as(before).isEmpty();
    }
}
