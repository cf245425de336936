package io.sparksecrets.pod.rewrite;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.asExecutor;
import static io.sparksecrets.pod.Pods.main;
import static io.sparksecrets.pod.Pods.pod;
import static io.sparksecrets.pod.Pods.podWithArgs;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static io.sparksecrets.pod.Pods.rewrite;
import static io.sparksecrets.pod.Pods.rewritten;
import static io.sparksecrets.pod.Pods.seen;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.RecordedRequests;
import io.sparksecrets.pod.RecordedRequests.PodReview;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.Delivery;
import io.sparksecrets.pod.delivery.DeliveryAnnotation;
import io.sparksecrets.pod.delivery.DeliveryEntry;
import io.sparksecrets.pod.delivery.DeliveryEntry.Encoding;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.delivery.DeliveryOwner;
import io.sparksecrets.reference.LeasedStores;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PodRewriterTest {

    @Test
    void aValueThatIsOneReferenceComesFromTheDeliverySecret() {
        JsonNode pod = rewritten(podWithEnv("DB_PASSWORD", "${secrets.DB}"));

        JsonNode variable = main(pod).at("/env/0");
        assertThat(variable.has("value")).isFalse();
        assertThat(variable.at("/valueFrom/secretKeyRef/key").asString()).isEqualTo("reference-0");
        assertThat(variable.at("/valueFrom/secretKeyRef/name").asString()).startsWith("spark-secrets-");
    }

    @Test
    void anyOtherTemplateKeepsItsTextAndGetsAVariableBeforeIt() {
        PodRewrite rewrite = rewrite(podWithEnv("A", "x", "URL", "jdbc:${secrets.USER}:${secrets.PASS}@db/$(A)"));
        JsonNode pod =
                apply(rewrite.patch(), podWithEnv("A", "x", "URL", "jdbc:${secrets.USER}:${secrets.PASS}@db/$(A)"));

        assertThat(main(pod).path("env"))
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("SPARK_SECRETS_0", "SPARK_SECRETS_1", "A", "URL");
        assertThat(main(pod).at("/env/3/value").asString())
                .isEqualTo("jdbc:$(SPARK_SECRETS_1):$(SPARK_SECRETS_0)@db/$(A)");
        assertThat(seen(main(pod), rewrite.delivery().orElseThrow()).env())
                .containsEntry("URL", "jdbc:" + value("USER") + ":" + value("PASS") + "@db/x");
    }

    @Test
    void aDollarParenthesisLeftOpenBeforeAReferenceStaysLiteral() {
        ObjectNode pod = podWithEnv("A", "a$(B${secrets.X})c");
        PodRewrite rewrite = rewrite(pod);

        assertThat(seen(main(apply(rewrite.patch(), pod)), rewrite.delivery().orElseThrow())
                        .env())
                .containsEntry("A", "a$(B" + value("X") + ")c");
    }

    @Test
    void whatAnExecutorsAnnotationsCarryBecomesVariablesOnceAndForAll() {
        ObjectNode pod = asExecutor(podWithEnv("A", "a template's"), "4.1.1", "driver-uid");
        ((ObjectNode) pod.path("metadata"))
                .putObject("annotations")
                .put("sparksecrets.io/executor-env-0", "A=${secrets.X}")
                .put("sparksecrets.io/executor-env-1", "B=x=${secrets.Y} $(A)");
        PodRewrite rewrite = rewrite(pod);
        JsonNode after = apply(rewrite.patch(), pod);

        assertThat(seen(main(after), rewrite.delivery().orElseThrow()).env())
                .containsEntry("A", value("X"))
                .containsEntry("B", "x=" + value("Y") + " " + value("X"));
        assertThat(rewrite(after).patch()).as("a second run").isEmpty();
        assertThat(rewrite(after).problems()).isEmpty();
    }

    @Test
    void anAnnotationWithoutAReferenceCarriesNoVariableWhetherOrNotThePodIsRewritten() {
        for (String value : List.of("plain", "$${secrets.X}", "")) {
            ObjectNode pod = asExecutor(podWithEnv("B", "${secrets.Y}"), "4.1.1", "driver-uid");
            ((ObjectNode) pod.path("metadata"))
                    .putObject("annotations")
                    .put("sparksecrets.io/executor-env-0", "A=" + value);

            assertThat(main(rewritten(pod)).path("env"))
                    .as(value)
                    .extracting(variable -> variable.path("name").asString())
                    .containsExactly("B");
            ((ObjectNode) main(pod)).remove("env");
            assertThat(rewrite(pod).patch()).as(value).isEmpty();
        }
    }

    @Test
    void aMalformedReferenceInAnAnnotationIsAProblemOfTheVariable() {
        ObjectNode pod = asExecutor(podWithEnv("B", "b"), "4.1.1", "driver-uid");
        ((ObjectNode) pod.path("metadata"))
                .putObject("annotations")
                .put("sparksecrets.io/executor-env-0", "A=${secrets.}");

        assertThat(rewrite(pod).problems())
                .extracting(problem -> problem.where())
                .containsExactly("container spark-kubernetes-executor, env A");
    }

    @Test
    void annotationsOfOtherPodsCarryNoVariables() {
        ObjectNode pod = podWithEnv("A", "a");
        ((ObjectNode) pod.path("metadata"))
                .putObject("annotations")
                .put("sparksecrets.io/executor-env-0", "A=${secrets.X}");

        assertThat(rewrite(pod).patch()).isEmpty();
    }

    @Test
    void anEscapeIsLeftToKubernetesWhichUndoesIt() {
        ObjectNode pod = podWithEnv("A", "$${secrets.NOT_ONE} ${secrets.X}");
        PodRewrite rewrite = rewrite(pod);

        assertThat(seen(main(apply(rewrite.patch(), pod)), rewrite.delivery().orElseThrow())
                        .env())
                .containsEntry("A", "${secrets.NOT_ONE} " + value("X"));
        assertThat(rewrite(podWithEnv("A", "$${secrets.NOT_ONE}")).patch()).isEmpty();
    }

    @Test
    void argsAndCommandAreRewrittenToo() {
        ObjectNode pod = podWithArgs("--token", "${secrets.T}", "$(HOME)/${secrets.U}");
        main(pod).withArray("command").add("/app").add("-p${secrets.T}");
        PodRewrite rewrite = rewrite(pod);

        assertThat(seen(main(apply(rewrite.patch(), pod)), rewrite.delivery().orElseThrow())
                        .words())
                .containsExactly("/app", "-p" + value("T"), "--token", value("T"), "$(HOME)/" + value("U"));
        assertThat(rewrite.places())
                .containsExactly("container main, command[1]", "container main, args[1]", "container main, args[2]");
    }

    @Test
    void initContainersAndNativeSidecarsAreTreatedLikeContainers() {
        ObjectNode pod = podWithEnv("A", "${secrets.X}");
        ObjectNode sidecar =
                ((ObjectNode) pod.path("spec")).putArray("initContainers").addObject();
        sidecar.put("name", "proxy").put("restartPolicy", "Always");
        Pods.env(sidecar, "B", "${secrets.Y}");

        JsonNode after = rewritten(pod);

        assertThat(after.at("/spec/initContainers/0/env/0/valueFrom/secretKeyRef/key")
                        .asString())
                .isEqualTo("reference-1");
        assertThat(rewrite(pod).places()).containsExactly("init container proxy, env B", "container main, env A");
    }

    @Test
    void aPodWithoutReferencesAndWithoutConfVolumeIsLeftAlone() {
        ObjectNode pod = podWithEnv("A", "${HOME} $(A) {{x}} ${env:SECRET}", "B", "${secretsManager.x} ${secrets}");

        PodRewrite rewrite = rewrite(pod);

        assertThat(rewrite.patch()).isEmpty();
        assertThat(rewrite.delivery()).isEmpty();
        assertThat(rewrite.problems()).isEmpty();
    }

    @Test
    void aMalformedReferenceIsAProblemAndTheOthersAreStillRewritten() {
        PodRewrite rewrite = rewrite(podWithEnv("A", "${secrets.}", "B", "${secrets.X}", "C", "${secrets.a b}"));

        assertThat(rewrite.problems())
                .extracting(problem -> problem.where())
                .containsExactly("container main, env A", "container main, env C");
        assertThat(rewrite.places()).containsExactly("container main, env B");
    }

    @Test
    void aVariableOfTheUserThatLooksLikeOursIsNotTouched() {
        ObjectNode pod = podWithEnv("SPARK_SECRETS_0", "mine", "A", "x${secrets.X}");
        PodRewrite rewrite = rewrite(pod);
        KubeletView seen =
                seen(main(apply(rewrite.patch(), pod)), rewrite.delivery().orElseThrow());

        assertThat(seen.env()).containsEntry("SPARK_SECRETS_0", "mine").containsEntry("A", "x" + value("X"));
    }

    @Test
    void javaOptionsOfSpark4GoToAnArgumentFile() {
        ObjectNode pod = asExecutor(podWithEnv("SPARK_JAVA_OPT_7", "-Dp=${secrets.X}"), "4.1.1", "driver-uid");
        PodRewrite rewrite = rewrite(pod);
        JsonNode after = apply(rewrite.patch(), pod);

        assertThat(main(after).at("/env/0/value").asString())
                .isEqualTo("@/var/run/secrets/sparksecrets.io/java-option-7");
        assertThat(rewrite.delivery().orElseThrow().entries())
                .containsExactly(new DeliveryEntry(Encoding.JAVA_ARGUMENT_FILE, 7, "-Dp=${secrets.X}"));
        assertThat(after.at("/spec/volumes/0/secret/items/0/key").asString()).isEqualTo("java-option-7");
        assertThat(main(after).at("/volumeMounts/0/mountPath").asString())
                .isEqualTo("/var/run/secrets/sparksecrets.io");
    }

    @Test
    void javaOptionsOfSpark3AndOfSidecarsStayVariables() {
        ObjectNode spark3 = asExecutor(podWithEnv("SPARK_JAVA_OPT_7", "-Dp=${secrets.X}"), "3.5.6", "driver-uid");
        assertThat(main(rewritten(spark3)).at("/env/1/value").asString()).isEqualTo("-Dp=$(SPARK_SECRETS_0)");

        ObjectNode sidecar = asExecutor(podWithEnv(), "4.1.1", "driver-uid");
        ObjectNode second =
                sidecar.path("spec").withArray("containers").addObject().put("name", "sidecar");
        Pods.env(second, "SPARK_JAVA_OPT_7", "-Dp=${secrets.X}");
        assertThat(rewritten(sidecar).at("/spec/containers/1/env/1/value").asString())
                .isEqualTo("-Dp=$(SPARK_SECRETS_0)");
    }

    @Test
    void aJavaOptionThatKubernetesWouldExpandStaysAVariable() {
        ObjectNode pod = asExecutor(podWithEnv("SPARK_JAVA_OPT_7", "-Dp=$(A)${secrets.X}"), "4.1.1", "driver-uid");

        assertThat(main(rewritten(pod)).at("/env/1/value").asString()).isEqualTo("-Dp=$(A)$(SPARK_SECRETS_0)");
    }

    @Test
    void theSettingOverridesTheChoiceOfArgumentFiles() {
        ObjectNode spark4 = asExecutor(podWithEnv("SPARK_JAVA_OPT_7", "-Dp=${secrets.X}"), "4.1.1", "driver-uid");
        PodRewriter never = new PodRewriter(
                new DeliveryNames(new byte[32]),
                new RewriteSettings(RewriteSettings.JavaOptionDelivery.VARIABLE, false, LeasedStores.NONE));
        PodRewriter always = new PodRewriter(
                new DeliveryNames(new byte[32]),
                new RewriteSettings(RewriteSettings.JavaOptionDelivery.ARGUMENT_FILE, false, LeasedStores.NONE));
        ObjectNode unknown = asExecutor(podWithEnv("SPARK_JAVA_OPT_7", "-Dp=${secrets.X}"), "", "driver-uid");

        assertThat(never.rewrite(new SparkPod(spark4), Pods.request("u"))
                        .patch()
                        .toString())
                .contains("-Dp=$(SPARK_SECRETS_0)");
        assertThat(always.rewrite(new SparkPod(unknown), Pods.request("u"))
                        .patch()
                        .toString())
                .contains("@/var/run/secrets/sparksecrets.io/java-option-7");
    }

    @Test
    void aPodThatOwnsItsSecretMountsItSoThatTheKubeletWaitsOnlyASecond() {
        JsonNode after = rewritten(podWithEnv("A", "${secrets.X}"));

        assertThat(after.at("/spec/volumes/0/secret/items/0/key").asString()).isEqualTo(Delivery.MARKER);
        assertThat(main(after).at("/volumeMounts/0/name").asString()).isEqualTo("sparksecrets-delivery");
    }

    @Test
    void theDriversConfVolumeBecomesProjected() {
        PodReview driver = RecordedRequests.pod("spark-4.1.1/driver-pod");
        JsonNode before = driver.pod().json();
        JsonNode after =
                apply(Pods.REWRITER.rewrite(driver.pod(), driver.request()).patch(), before);

        JsonNode volume = after.at("/spec/volumes/1");
        assertThat(volume.path("name").asString()).isEqualTo("spark-conf-volume-driver");
        assertThat(volume.has("configMap")).isFalse();
        assertThat(volume.at("/projected/defaultMode").asInt()).isEqualTo(420);
        assertThat(volume.at("/projected/sources/0/configMap/items").findValuesAsString("key"))
                .containsExactly("other-file.xml");
        JsonNode properties = volume.at("/projected/sources/1/secret/items/0");
        assertThat(properties.path("key").asString()).isEqualTo("spark.properties");
        assertThat(properties.path("mode").asInt()).isEqualTo(0444);
        assertThat(volume.at("/projected/sources/1/secret").has("optional")).isFalse();
    }

    @Test
    void aConfMapWithNoOtherFileIsNoSourceAtAll() {
        PodReview driver = RecordedRequests.pod("spark-4.1.1/driver-pod");
        ObjectNode before = (ObjectNode) driver.pod().json();
        ((ArrayNode) before.at("/spec/volumes/1/configMap/items")).remove(0);

        JsonNode after = apply(
                Pods.REWRITER.rewrite(new SparkPod(before), driver.request()).patch(), before);

        assertThat(after.at("/spec/volumes/1/projected/sources")).hasSize(1);
        assertThat(after.at("/spec/volumes/1/projected/sources/0").has("secret"))
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("io.sparksecrets.pod.RecordedRequests#pods")
    void aSecondRunOverARecordedPodGivesAnEmptyPatch(PodReview review) {
        JsonNode after = apply(
                Pods.REWRITER.rewrite(review.pod(), review.request()).patch(),
                review.pod().json());

        PodRewrite again = Pods.REWRITER.rewrite(
                new SparkPod(after),
                new PodRequest(
                        review.request().namespace(),
                        "another-uid",
                        review.request().creator(),
                        review.request().requestingPod()));

        assertThat(again.patch()).isEmpty();
        assertThat(again.problems()).isEmpty();
        assertThat(again.places()).isEmpty();
        assertThat(again.delivery())
                .isEqualTo(Pods.REWRITER.rewrite(review.pod(), review.request()).delivery());
    }

    @Test
    void referencesThatAnotherWebhookAddedExtendTheFirstDelivery() {
        ObjectNode pod = podWithEnv("A", "x${secrets.X}", "B", "${secrets.B}");
        JsonNode first = rewritten(pod);
        Pods.env((ObjectNode) main(first), "C", "${secrets.C}", "D", "again ${secrets.X}");
        PodRewrite second = rewrite(first);
        JsonNode after = apply(second.patch(), first);
        Delivery delivery = second.delivery().orElseThrow();

        assertThat(delivery.entries())
                .extracting(DeliveryEntry::text)
                .containsExactly("${secrets.B}", "${secrets.X}", "${secrets.C}");
        assertThat(seen(main(after), delivery).env())
                .containsEntry("A", "x" + value("X"))
                .containsEntry("B", value("B"))
                .containsEntry("C", value("C"))
                .containsEntry("D", "again " + value("X"));
        assertThat(after.at("/spec/volumes/0/secret/secretName").asString()).isEqualTo(delivery.secretName());
        assertThat(rewrite(after).patch()).isEmpty();
    }

    @Test
    void aDriverExtendedLaterKeepsItsConfMap() {
        PodReview driver = RecordedRequests.pod("spark-4.1.1/driver-pod");
        JsonNode first = apply(
                Pods.REWRITER.rewrite(driver.pod(), driver.request()).patch(),
                driver.pod().json());
        Pods.env((ObjectNode) main(first), "LATE", "${secrets.LATE}");
        PodRewrite second = Pods.REWRITER.rewrite(new SparkPod(first), driver.request());
        JsonNode after = apply(second.patch(), first);

        Delivery delivery = second.delivery().orElseThrow();
        assertThat(delivery.owner())
                .isInstanceOfSatisfying(
                        DeliveryOwner.Driver.class,
                        owner -> assertThat(owner.confMap()).isEqualTo("spark-drv-43b24aa20a471c03-conf-map"));
        assertThat(after.at("/spec/volumes/1/projected/sources/1/secret/name").asString())
                .isEqualTo(delivery.secretName());
    }

    @Test
    void anAnnotationOfSomebodysOwnMakingIsRefusedAndNothingIsRewritten() {
        ObjectNode pod = podWithEnv("A", "${secrets.X}");
        for (String annotation : List.of(
                "",
                "not JSON",
                "{}",
                "{\"secret\":\"other\",\"request\":\"u\",\"entries\":{\"reference-0\":\"${secrets.X}\"}}",
                "{\"secret\":\"other\",\"entries\":{\"what\":\"${secrets.X}\"}}",
                "{\"secret\":\"other\",\"entries\":{\"reference-0x\":\"${secrets.X}\"}}")) {
            ((ObjectNode) pod.path("metadata")).putObject("annotations").put(DeliveryAnnotation.NAME, annotation);

            PodRewrite rewrite = rewrite(pod);

            assertThat(rewrite.patch()).as(annotation).isEmpty();
            assertThat(rewrite.problems()).as(annotation).hasSize(1);
            assertThat(rewrite.problems().getFirst().toString())
                    .contains("was not written by Spark Secrets for this pod")
                    .contains("original manifest");
        }
    }

    @Test
    void anAnnotationCopiedFromAnotherPodOrEditedIsRefused() {
        JsonNode copied = rewritten(podWithEnv("A", "${secrets.X}"));
        ((ObjectNode) copied.path("metadata")).put("name", "another");
        assertThat(rewrite(copied).problems()).hasSize(1);

        JsonNode edited = rewritten(podWithEnv("A", "${secrets.X}"));
        String annotation =
                edited.at("/metadata/annotations").path(DeliveryAnnotation.NAME).asString();
        ((ObjectNode) edited.at("/metadata/annotations"))
                .put(DeliveryAnnotation.NAME, annotation.replace("secrets.X", "secrets.ADMIN"));
        assertThat(rewrite(edited).problems()).hasSize(1);

        JsonNode moved = rewritten(podWithEnv("A", "${secrets.X}"));
        assertThat(Pods.REWRITER
                        .rewrite(new SparkPod(moved), PodRequest.of("team-b", "u"))
                        .problems())
                .hasSize(1);
    }

    @Test
    void anotherKeyGivesOtherNames() {
        byte[] key = new byte[32];
        key[0] = 1;
        PodRewriter other = new PodRewriter(new DeliveryNames(key), RewriteSettings.DEFAULTS);
        SparkPod pod = new SparkPod(podWithEnv("A", "${secrets.X}"));

        assertThat(other.rewrite(pod, Pods.request("u"))
                        .delivery()
                        .orElseThrow()
                        .secretName())
                .isNotEqualTo(Pods.REWRITER
                        .rewrite(pod, Pods.request("u"))
                        .delivery()
                        .orElseThrow()
                        .secretName());
    }

    @Test
    void moreReferencesThanAnAnnotationCanHoldAreRefusedInNumbers() {
        ObjectNode pod = pod(main -> {
            for (int i = 0; i < 10_000; i++) {
                Pods.env(main, "V" + i, "${secrets.team/some/long/path/KEY_%d}".formatted(i));
            }
        });

        assertThat(rewrite(pod).problems()).hasSize(1);
        assertThat(rewrite(pod).problems().getFirst().what())
                .contains("10000 references")
                .contains("256 KiB");
    }

    @Test
    void unknownFieldsAndNumbersSurvive() {
        ObjectNode pod = podWithEnv("A", "${secrets.X}");
        ((ObjectNode) main(pod)).put("fieldOfTheFuture", new BigDecimal("1.50"));
        ((ObjectNode) main(pod).at("/env/0")).put("futureOfEnv", "kept");

        JsonNode after = rewritten(pod);

        assertThat(main(after).path("fieldOfTheFuture").toString()).isEqualTo("1.50");
        assertThat(main(after).at("/env/0/futureOfEnv").asString()).isEqualTo("kept");
    }

    @ParameterizedTest
    @MethodSource("io.sparksecrets.pod.RecordedRequests#pods")
    void nothingButWhatIsMeantChangesInARecordedPod(PodReview review) {
        JsonNode before = review.pod().json();
        PodRewrite rewrite = Pods.REWRITER.rewrite(review.pod(), review.request());

        for (JsonNode operation : rewrite.patch()) {
            assertThat(operation.path("path").asString())
                    .matches("/metadata/annotations"
                            + "|/metadata/labels/sparksecrets.io~1delivery"
                            + "|/spec/containers/0/env/\\d+(/value|/valueFrom)?"
                            + "|/spec/containers/0/args/\\d+"
                            + "|/spec/containers/0/volumeMounts/-"
                            + "|/spec/volumes/(-|1/configMap|1/projected)");
        }
        ObjectNode after = (ObjectNode) apply(rewrite.patch(), before);
        ((ObjectNode) after.at("/metadata/labels")).remove(Delivery.WAITING_LABEL);
        assertThat(Arrays.asList(after.at("/metadata/labels"), after.path("status")))
                .isEqualTo(Arrays.asList(before.at("/metadata/labels"), before.path("status")));
    }

    @Test
    void aPodThatIsStoredBeforeItsSecretBearsALabelAndAnExecutorThatSharesOneDoesNot() {
        ObjectNode withLabels = podWithEnv("A", "${secrets.X}");
        withLabels.withObject("/metadata/labels").put("app", "etl");

        assertThat(rewritten(podWithEnv("A", "${secrets.X}"))
                        .at("/metadata/labels")
                        .toString())
                .isEqualTo("{\"sparksecrets.io/delivery\":\"after-pod\"}");
        assertThat(rewritten(withLabels).at("/metadata/labels").toString())
                .isEqualTo("{\"app\":\"etl\",\"sparksecrets.io/delivery\":\"after-pod\"}");
        for (PodReview review : RecordedRequests.pods().toList()) {
            JsonNode labels = apply(
                            Pods.REWRITER
                                    .rewrite(review.pod(), review.request())
                                    .patch(),
                            review.pod().json())
                    .at("/metadata/labels");
            assertThat(labels.has(Delivery.WAITING_LABEL))
                    .as(review.toString())
                    .isEqualTo(review.pod().role() == SparkPod.Role.DRIVER);
        }
    }

    private static String value(String path) {
        return Pods.render("${secrets." + path + "}");
    }
}
