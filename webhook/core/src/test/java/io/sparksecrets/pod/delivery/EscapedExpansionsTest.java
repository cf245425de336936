package io.sparksecrets.pod.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.SecretValue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code $$(NAME)} is Kubernetes' way to write the text {@code $(NAME)}, and {@code $(a $(NAME)} names no variable: no value gets
 * there, and nothing is said of one.
 */
class EscapedExpansionsTest {

    private static final String LONG = "s3cr3t".repeat(10_000);

    @ParameterizedTest
    @ValueSource(strings = {"$$(SPARK_SECRETS_0)", "$(a $(SPARK_SECRETS_0)"})
    void aTextHasItsOwnLength(String text) {
        assertThat(limits(withEnv("TEXT", text.repeat(3)), LONG).problems()).isEmpty();
        assertThat(limits(withArgs("app", text.repeat(3)), LONG).problems()).isEmpty();
    }

    @Test
    void anEscapeIsAsLongAsWhatItStandsFor() {
        String dollars = "$$".repeat(100_000);

        assertThat(limits(withEnv("TEXT", dollars + "$(SPARK_SECRETS_0)"), "short")
                        .problems())
                .isEmpty();
        assertThat(limits(withEnv("TEXT", dollars + "$(SPARK_SECRETS_0)"), LONG).problems())
                .extracting(Problem::where)
                .containsExactly("container main, env TEXT");
    }

    @Test
    void aLineBreakElsewhereCutsNoJavaOption() {
        assertThat(limits(withEnv("SPARK_JAVA_OPT_1", "-Da=$$(SPARK_SECRETS_0)"), "a\nb")
                        .problems())
                .isEmpty();
    }

    @Test
    void norDoesItSpoilAJoinedOption() {
        ObjectNode pod = withArgs("spark-submit", "--conf=spark.a=$$(SPARK_SECRETS_0)", "a.py");

        assertThat(limits(pod, "a\nb").problems()).isEmpty();
    }

    @Test
    void anOptionVariableIsNotBlamedForTheValueOfAnother() {
        assertThat(limits(withEnv("SPARK_SUBMIT_OPTS", "-Da=$$(SPARK_SECRETS_0)"), "a\rb")
                        .problems())
                .isEmpty();
    }

    @Test
    void norIsOneThatScriptsSplit() {
        assertThat(limits(withEnv("JAVA_OPTS", "-Da=$$(SPARK_SECRETS_0)"), "a b")
                        .warnings())
                .isEmpty();
    }

    @Test
    void itIsNoPlaceOfASecret() {
        Rewritten rewritten = rewritten(withEnv("TEXT", "$$(SPARK_SECRETS_0)"));

        assertThat(DeliveryPlaces.of(rewritten.pod(), rewritten.delivery()).values())
                .containsExactly(Set.of("container main, env OTHER"));
        assertThat(rewritten.pod().variablesWithValues(rewritten.delivery().secretName()))
                .contains("OTHER")
                .doesNotContain("TEXT");
    }

    @Test
    void norDoesItMakeArgumentsOfValues() {
        assertThat(rewritten(withArgs("app", "$$(SPARK_SECRETS_0)")).pod().takesValuesAsArguments())
                .isFalse();
    }

    @Test
    void aVariableWithItMayStandAmongOptions() {
        ObjectNode pod = Pods.podWithEnv("TEXT", "$$(SPARK_SECRETS_0)", "SPARK_SUBMIT_OPTS", "-Da=$(TEXT)");

        assertThat(Pods.rewrite(pod).problems()).isEmpty();
    }

    @Test
    void behindAnEscapeAVariableIsExpandedNonetheless() {
        ObjectNode pod = Pods.podWithEnv("PW", "${secrets.PW}", "URL", "https://h/?cost=1$$$(PW)");
        Rewritten rewritten = rewritten(pod);

        assertThat(RawValues.warnings(rewritten.pod(), rewritten.delivery(), any -> SecretValue.of("a&b")))
                .extracting(Problem::where)
                .containsExactly("container main, env URL");
    }

    @Test
    void noValueIsPastedIntoACommandWithinACommand() {
        ObjectNode pod = Pods.podWithCommand("sh", "-c", "echo $(basename $(URL))");
        Pods.env((ObjectNode) Pods.main(pod), "URL", "${secrets.URL}");

        assertThat(Pods.seen(Pods.main(Pods.rewritten(pod)), rewritten(pod).delivery())
                        .words()
                        .getLast())
                .isEqualTo("echo $(basename $(URL))");
        assertThat(PastedValues.in(rewritten(pod).pod())).isEmpty();
    }

    @Test
    void bothValuesOfAJoinedOptionAreLookedAt() {
        ObjectNode pod = Pods.podWithCommand("spark-submit", "--conf=spark.a=${secrets.A}${secrets.B}", "a.py");
        Rewritten rewritten = rewritten(pod);

        List<Problem> problems = ValueLimits.check(
                        rewritten.pod(),
                        rewritten.delivery(),
                        DeliveryData.render(
                                rewritten.delivery(),
                                reference -> SecretValue.of(reference.path().equals("A") ? "a" : "a\nb")))
                .problems();
        assertThat(problems).extracting(Problem::where).containsExactly("container main, command[1]");
    }

    /** A pod that has the variable SPARK_SECRETS_0 for another one. */
    private static ObjectNode withEnv(String name, String text) {
        return Pods.podWithEnv("OTHER", "x ${secrets.X}", name, text);
    }

    private static ObjectNode withArgs(String... args) {
        ObjectNode pod = Pods.podWithEnv("OTHER", "x ${secrets.X}");
        Stream.of(args).forEach(((ObjectNode) Pods.main(pod)).withArray("command")::add);
        return pod;
    }

    private record Rewritten(SparkPod pod, Delivery delivery) {}

    private static Rewritten rewritten(ObjectNode pod) {
        PodRewrite rewrite = Pods.rewrite(pod);
        assertThat(rewrite.problems()).isEmpty();
        return new Rewritten(
                new SparkPod(Pods.apply(rewrite.patch(), pod)),
                rewrite.delivery().orElseThrow());
    }

    private static ValueLimits limits(ObjectNode pod, String value) {
        Rewritten rewritten = rewritten(pod);
        return ValueLimits.check(
                rewritten.pod(),
                rewritten.delivery(),
                DeliveryData.render(rewritten.delivery(), any -> SecretValue.of(value)));
    }
}
