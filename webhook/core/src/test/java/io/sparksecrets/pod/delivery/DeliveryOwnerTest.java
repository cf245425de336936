package io.sparksecrets.pod.delivery;

import static io.sparksecrets.pod.Pods.apply;
import static io.sparksecrets.pod.Pods.asExecutor;
import static io.sparksecrets.pod.Pods.main;
import static io.sparksecrets.pod.Pods.podWithEnv;
import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.Pods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.PodRewrite;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.pod.rewrite.RewriteSettings.JavaOptionDelivery;
import io.sparksecrets.reference.LeasedStores;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who shares a delivery Secret, and who has one of his own. */
class DeliveryOwnerTest {

    private static final OwnerReference DRIVER = OwnerReference.toPod("driver", "driver-1");
    private static final OwnerReference NOTEBOOK = OwnerReference.toPod("notebook", "notebook-uid");
    private static final PodRewriter LEASING =
            rewriter(new LeasedStores(Set.of("logins"), false), JavaOptionDelivery.AUTO);

    @Test
    void theExecutorsOfAnApplicationShareOneSecretWhateverTheOrderOfTheirVariables() {
        String[] env = {"A", "x${secrets.X}", "B", "y${secrets.B}", "C", "${secrets.C}"};
        String[] other = {"C", "${secrets.C}", "B", "y${secrets.B}", "A", "x${secrets.X}"};

        Delivery first = delivery(asExecutor(podWithEnv(env), "4.1.1", "driver-1"), "u-1");
        Delivery second = delivery(asExecutor(podWithEnv(other), "4.1.1", "driver-1"), "u-2");
        Delivery ofAnotherDriver = delivery(asExecutor(podWithEnv(env), "4.1.1", "driver-2"), "u-3");

        assertThat(second).isEqualTo(first);
        assertThat(ofAnotherDriver.secretName()).isNotEqualTo(first.secretName());
        assertThat(first.owner()).isEqualTo(new DeliveryOwner.Application(DRIVER, Pods.APPLICATION));
    }

    @Test
    void twoApplicationsOfOneDriverPodShareNothing() {
        ObjectNode first = executor();
        ObjectNode second = executor();
        labels(second).put("spark-app-selector", "spark-another");

        assertThat(delivery(second, "u").secretName())
                .isNotEqualTo(delivery(first, "u").secretName());
        assertThat(inCluster(withoutOwners(second)).secretName())
                .as("asked for by one notebook")
                .isNotEqualTo(inCluster(withoutOwners(first)).secretName());
    }

    @Test
    void anExecutorWithSeveralOwnersIsOwnedByItsDriver() {
        ObjectNode pod = executor();
        ((ArrayNode) pod.at("/metadata/ownerReferences"))
                .insertObject(0)
                .put("apiVersion", "sparkoperator.k8s.io/v1beta2")
                .put("kind", "SparkApplication")
                .put("name", "app")
                .put("uid", "app-uid");

        assertThat(delivery(pod, "u").owner()).isEqualTo(new DeliveryOwner.Application(DRIVER, Pods.APPLICATION));
    }

    @Test
    void anExecutorWithoutOwnerSharesWithThoseThatTheSamePodAsksForAndElseWithNobody() {
        ObjectNode pod = withoutOwners(executor());

        assertThat(inCluster(pod).owner()).isEqualTo(new DeliveryOwner.Application(NOTEBOOK, Pods.APPLICATION));
        assertThat(delivery(pod, "u-1").owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(delivery(pod, "u-2").secretName())
                .isNotEqualTo(delivery(pod, "u-1").secretName());
    }

    @Test
    void executorsOfADriverOutsideTheClusterShareWhereTheirTemplateGivesThemAnOwner() {
        ObjectNode pod = owned(withoutOwners(executor()), "v1", "ConfigMap", "anchor", "anchor-uid", false);

        assertThat(delivery(pod, "u-1").owner())
                .isEqualTo(new DeliveryOwner.Application(
                        new OwnerReference("v1", "ConfigMap", "anchor", "anchor-uid"), Pods.APPLICATION));
        assertThat(delivery(pod, "u-2")).isEqualTo(delivery(pod, "u-1"));
    }

    @Test
    void anExecutorWithoutTheLabelOfItsApplicationSharesWithNobody() {
        ObjectNode pod = executor();
        labels(pod).remove("spark-app-selector");

        assertThat(delivery(pod, "u-1").owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(delivery(pod, "u-2").secretName())
                .isNotEqualTo(delivery(pod, "u-1").secretName());
    }

    @ParameterizedTest
    @CsvSource({"apps/v1, StatefulSet", "apps/v1, ReplicaSet"})
    void executorsThatAControllerMakesForTheDriverShareAndAreOwnedByIt(String apiVersion, String kind) {
        ObjectNode pod = owned(withoutOwners(executor()), apiVersion, kind, "spark-s-app-0", "set-uid", true);

        assertThat(delivery(pod, "u-1").owner())
                .isEqualTo(new DeliveryOwner.Application(
                        new OwnerReference(apiVersion, kind, "spark-s-app-0", "set-uid"), Pods.APPLICATION));
        assertThat(delivery(pod, "u-2")).isEqualTo(delivery(pod, "u-1"));
        JsonNode after = apply(rewrite(Pods.REWRITER, pod, "u-1").patch(), pod);
        assertThat(after.at("/metadata/labels").has(Delivery.WAITING_LABEL))
                .as("nothing but the stored pod tells that there is such a controller")
                .isTrue();
        assertThat(after.at("/spec/volumes/0/secret/items/0/key").asString())
                .as("the kubelet waits for it")
                .isEqualTo(Delivery.MARKER);
        assertThat(rewrite(Pods.REWRITER, after, "u-2").patch()).isEmpty();
    }

    @Test
    void theConfOfADriverBelongsToWhoCreatedIt() {
        ObjectNode pod = driverOf("spark-drv-1-conf-map");
        JsonNode after = apply(by("ann", pod).patch(), pod);

        DeliveryOwner.Driver owner =
                (DeliveryOwner.Driver) by("ann", pod).delivery().orElseThrow().owner();
        assertThat(owner.creator()).hasSize(32).doesNotContain("ann");
        assertThat(((DeliveryOwner.Driver)
                                by("bob", pod).delivery().orElseThrow().owner())
                        .creator())
                .isNotEqualTo(owner.creator());
        assertThat(by("bob", after).patch())
                .as("what the first run wrote stays")
                .isEmpty();
        assertThat(by("bob", after).delivery().orElseThrow().owner()).isEqualTo(owner);
    }

    @Test
    void anAnnotationWithAnotherCreatorIsNotOurs() {
        ObjectNode pod = driverOf("spark-drv-1-conf-map");
        ObjectNode after = (ObjectNode) apply(by("ann", pod).patch(), pod);
        String annotation =
                after.at("/metadata/annotations/sparksecrets.io~1delivery").asString();
        String creator = Pods.REWRITER.creator(new PodRequest(Pods.NAMESPACE, "u", "ann", Optional.empty()));
        String bob = Pods.REWRITER.creator(new PodRequest(Pods.NAMESPACE, "u", "bob", Optional.empty()));
        assertThat(Pods.REWRITER.isForged(new SparkPod(after), Pods.NAMESPACE)).isFalse();

        ((ObjectNode) after.at("/metadata/annotations")).put(DeliveryAnnotation.NAME, annotation.replace(creator, bob));

        assertThat(Pods.REWRITER.isForged(new SparkPod(after), Pods.NAMESPACE)).isTrue();
        assertThat(Pods.REWRITER.proved(new SparkPod(after), Pods.NAMESPACE)).isEmpty();
    }

    private static PodRewrite by(String user, JsonNode pod) {
        return Pods.REWRITER.rewrite(new SparkPod(pod), new PodRequest(Pods.NAMESPACE, "u", user, Optional.empty()));
    }

    private static ObjectNode driverOf(String confMap) {
        ObjectNode pod = podWithEnv("A", "${secrets.X}");
        ObjectNode volume = pod.withObject("/spec").withArray("volumes").addObject();
        volume.put("name", "spark-conf-volume-driver");
        ObjectNode source = volume.putObject("configMap").put("name", confMap);
        source.putArray("items").addObject().put("key", "spark.properties").put("path", "spark.properties");
        return pod;
    }

    @ParameterizedTest
    @CsvSource({
        "apps/v1, StatefulSet",
        "apps/v1, ReplicaSet",
        "apps/v1, DaemonSet",
        "batch/v1, Job",
        "sparkoperator.k8s.io/v1alpha1, SparkConnect",
        "v1, Pod"
    })
    void anyOtherPodThatItsOwnerMakesAnewHasAnotherSecretEachTime(String apiVersion, String kind) {
        ObjectNode pod = owned(podWithEnv("A", "${secrets.X}"), apiVersion, kind, "owner", "owner-uid", true);

        Delivery first = delivery(pod, "u-1");
        Delivery anew = delivery(pod, "u-2");

        assertThat(first.owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(anew.secretName()).isNotEqualTo(first.secretName());
    }

    @Test
    void aSecondRunNamesTheSameSecretWhoeverOwnsIt() {
        for (ObjectNode pod : List.of(
                podWithEnv("A", "${secrets.X}"),
                owned(podWithEnv("A", "${secrets.X}"), "apps/v1", "StatefulSet", "nb", "nb-uid", true),
                executor(),
                withoutOwners(executor()),
                executorWith("A", "${secrets:logins:reader#password}"))) {
            PodRewrite first = LEASING.rewrite(new SparkPod(pod), Pods.request("u-1"));
            PodRewrite second = LEASING.rewrite(new SparkPod(apply(first.patch(), pod)), Pods.request("u-2"));

            assertThat(second.problems()).isEmpty();
            assertThat(second.patch()).isEmpty();
            assertThat(second.delivery()).isEqualTo(first.delivery());
        }
    }

    @Test
    void aPodTakesNoAnnotationOverThatSaysItSharesASecret() {
        JsonNode executor = apply(rewrite(Pods.REWRITER, executor(), "u").patch(), executor());
        ((ObjectNode) executor.at("/metadata/labels")).remove("spark-role");

        PodRewrite rewrite = rewrite(Pods.REWRITER, executor, "u");

        assertThat(rewrite.delivery()).isEmpty();
        assertThat(rewrite.problems().getFirst().toString()).contains("was not written by Spark Secrets for this pod");
    }

    @Test
    void theNamesOfDriversAndOfPodsThatOwnTheirSecretStayOverAnUpgrade() {
        DeliveryNames names = new DeliveryNames(new byte[32]);
        SparkPod pod = new SparkPod(podWithEnv());
        List<DeliveryEntry> entries = List.of(new DeliveryEntry(DeliveryEntry.Encoding.PLAIN, 0, "${secrets.X}"));

        assertThat(names.nameFor("team-a", pod, new DeliveryOwner.Driver("conf-map", ""), "nonce", entries))
                .isEqualTo("spark-secrets-40a6e53c1ecc010d5e20aab5007354c3874e906a");
        assertThat(names.nameFor("team-a", pod, new DeliveryOwner.PodItself(), "nonce", entries))
                .isEqualTo("spark-secrets-7bc9c45424d85787c9f1ce2db48d6eb6a07d0c7d");
    }

    @Test
    void anExecutorWhoseReferenceHasALeaseSharesWithNobody() {
        ObjectNode pod = executorWith("A", "jdbc:x?password=${secrets:logins:reader#password}", "B", "${secrets.X}");

        Delivery first = rewrite(LEASING, pod, "u-1").delivery().orElseThrow();
        Delivery second = rewrite(LEASING, pod, "u-2").delivery().orElseThrow();

        assertThat(first.owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(first.nonce()).isEqualTo("u-1");
        assertThat(second.secretName()).isNotEqualTo(first.secretName());
    }

    @Test
    void executorsGoOnSharingWhereNoReferenceHasALease() {
        ObjectNode pod = executorWith("A", "${secrets.X}", "B", "${secrets:other:reader#password}");

        assertThat(rewrite(LEASING, pod, "u-2").delivery())
                .isEqualTo(rewrite(LEASING, pod, "u-1").delivery());
    }

    @Test
    void theShortFormHasALeaseWhereTheDefaultStoreMakesCredentials() {
        PodRewriter byDefault = rewriter(new LeasedStores(Set.of("vault"), true), JavaOptionDelivery.AUTO);

        for (String reference : List.of("${secrets.reader#password}", "${secrets:vault:reader#password}")) {
            assertThat(rewrite(byDefault, executorWith("A", reference), "u")
                            .delivery()
                            .orElseThrow()
                            .owner())
                    .as(reference)
                    .isEqualTo(new DeliveryOwner.PodItself());
        }
    }

    @Test
    void aLeaseInAJavaOptionCountsLikeAnyOther() {
        ObjectNode pod = executorWith("SPARK_JAVA_OPT_0", "-Dp=${secrets:logins:reader#password}");

        PodRewrite rewrite = rewrite(LEASING, pod, "u");

        assertThat(rewrite.delivery().orElseThrow().owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(apply(rewrite.patch(), pod)
                        .at("/spec/volumes/0/secret/items/0/key")
                        .asString())
                .as("the kubelet waits for the file, and needs no other entry to wait for")
                .isEqualTo("java-option-0");
    }

    @Test
    void anExecutorStopsSharingWhenAnotherWebhookAddsAReferenceWithALease() {
        ObjectNode pod = executorWith("A", "${secrets.X}");
        PodRewrite shared = rewrite(LEASING, pod, "u-1");
        JsonNode extended = apply(shared.patch(), pod);
        Pods.env((ObjectNode) main(extended), "B", "${secrets:logins:reader#password}");

        PodRewrite own = rewrite(LEASING, extended, "u-2");
        JsonNode after = apply(own.patch(), extended);
        Delivery delivery = own.delivery().orElseThrow();

        assertThat(delivery.owner()).isEqualTo(new DeliveryOwner.PodItself());
        assertThat(delivery.nonce()).isEqualTo("u-2");
        assertThat(Pods.seen(main(after), delivery).env()).containsKeys("A", "B");
        assertThat(after.at("/spec/volumes/0/secret/secretName").asString()).isEqualTo(delivery.secretName());
        assertThat(after.toString())
                .doesNotContain(shared.delivery().orElseThrow().secretName());
        assertThat(rewrite(LEASING, after, "u-3").patch()).isEmpty();
    }

    private static PodRewriter rewriter(LeasedStores leased, JavaOptionDelivery javaOptions) {
        return new PodRewriter(new DeliveryNames(new byte[32]), new RewriteSettings(javaOptions, false, leased));
    }

    private static PodRewrite rewrite(PodRewriter rewriter, JsonNode pod, String request) {
        return rewriter.rewrite(new SparkPod(pod), Pods.request(request));
    }

    private static Delivery delivery(JsonNode pod, String request) {
        return rewrite(Pods.REWRITER, pod, request).delivery().orElseThrow();
    }

    private static Delivery inCluster(JsonNode pod) {
        PodRequest request = new PodRequest(Pods.NAMESPACE, "u", "", Optional.of(NOTEBOOK));
        return Pods.REWRITER.rewrite(new SparkPod(pod), request).delivery().orElseThrow();
    }

    private static ObjectNode executor() {
        return executorWith("A", "${secrets.X}");
    }

    private static ObjectNode executorWith(String... env) {
        return asExecutor(podWithEnv(env), "4.1.1", "driver-1");
    }

    private static ObjectNode withoutOwners(ObjectNode pod) {
        ((ObjectNode) pod.path("metadata")).remove("ownerReferences");
        return pod;
    }

    private static ObjectNode owned(
            ObjectNode pod, String apiVersion, String kind, String name, String uid, boolean controller) {
        ObjectNode owner =
                pod.withObject("/metadata").withArray("ownerReferences").addObject();
        owner.put("apiVersion", apiVersion).put("kind", kind).put("name", name).put("uid", uid);
        if (controller) {
            owner.put("controller", true);
        }
        return pod;
    }

    private static ObjectNode labels(ObjectNode pod) {
        return (ObjectNode) pod.at("/metadata/labels");
    }
}
