package io.sparksecrets.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.configuration.Setting;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.DeliverySecret;
import io.sparksecrets.demo.AdmissionClient.Answer;
import io.sparksecrets.pod.OwnerReference;
import io.sparksecrets.reference.SecretValue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Credentials that are made for their reader and end with a lease, through the whole server and its cache. */
@SuppressWarnings("NullAway.Init")
class LeasedCredentialsFlowTest {

    private static final String LOGIN = "${secrets:logins:reader#username}/${secrets:logins:reader#password}";

    @TempDir
    Path directory;

    private final LoginStore logins = new LoginStore("logins", Duration.ofHours(1));
    private WebhookUnderTest webhook;

    @AfterEach
    void stop() {
        webhook.stop();
    }

    @Test
    void eachExecutorGetsASecretAndALoginOfItsOwn() throws Exception {
        start(Map.of());
        Set<String> secrets = new HashSet<>();
        Set<String> users = new HashSet<>();

        for (int i = 0; i < 20; i++) {
            String uid = UUID.randomUUID().toString();
            DeliverySecret secret = secretOf(webhook.admit(executor(i, LOGIN), uid));

            assertThat(secret.owner()).isEqualTo(OwnerReference.toPod("etl-exec-" + i, uid));
            secrets.add(secret.name());
            users.add(userOfOneLogin(secret));
        }

        assertThat(secrets).hasSize(20);
        assertThat(users).hasSize(20);
        assertThat(logins.made())
                .as("one of each, and one to see whether there is such a role")
                .isEqualTo(21);
    }

    @Test
    void executorsWithoutSuchAReferenceGoOnSharingOneSecret() throws Exception {
        start(Map.of());
        webhook.write("EXE_PASS", "value");

        JsonNode first = webhook.admit(executor(1, "${secrets.EXE_PASS}"), "exec-1");
        JsonNode second = webhook.admit(executor(2, "${secrets.EXE_PASS}"), "exec-2");

        assertThat(secretOf(second)).isSameAs(secretOf(first));
        assertThat(logins.made()).isZero();
    }

    @Test
    void moreExecutorsThanTheSettingAllowsAreRefusedWithoutMakingALogin() throws Exception {
        start(Map.of(Settings.LEASED_EXECUTORS, "2"));
        secretOf(webhook.admit(executor(1, LOGIN), "exec-1"));
        secretOf(webhook.admit(executor(2, LOGIN), "exec-2"));

        Answer refused = webhook.submit(executor(3, LOGIN));

        assertThat(refused.code()).isEqualTo(403);
        assertThat(refused.message())
                .contains("container spark-kubernetes-executor, env LOGIN: secret \"reader\"")
                .contains("2 executors of this application have credentials of the store \"logins\"")
                .contains("delivery.leasedExecutors");
        assertThat(logins.made())
                .as("one of each, and one to see whether there is such a role")
                .isEqualTo(3);
        ObjectNode ofAnother = executor(4, LOGIN);
        ((ObjectNode) ofAnother.at("/request/object/metadata/labels")).put("spark-app-selector", "spark-another");
        webhook.admit(ofAnother, "exec-4");
    }

    @Test
    void aRequestThatIsSentAgainGetsTheSameLogin() throws Exception {
        start(Map.of());
        ObjectNode review = executor(1, LOGIN);
        JsonNode stored = webhook.admit(review, "exec-1");
        ((ObjectNode) review.path("request")).set("object", stored);

        DeliverySecret delivered = secretOf(stored);

        assertThat(webhook.validate(review).allowed()).isTrue();

        webhook.cluster().awaitSecrets(1);
        assertThat(webhook.cluster().secrets()).containsExactly(delivered);
        assertThat(logins.made())
                .as("its own, and one to see whether there is such a role")
                .isEqualTo(2);
    }

    @Test
    void aDriversPodAndItsConfMapHaveOneLoginTogetherAndNoOtherDriverHasIt() throws Exception {
        start(Map.of());
        for (String path : new String[] {"CONF_PASS", "DB_PASS", "EXE_PASS", "OPT_PASS"}) {
            webhook.write(path, "value");
        }

        String first = userOfDriver();
        assertThat(logins.made())
                .as("its own, and one to see whether there is such a role")
                .isEqualTo(2);
        webhook.startAfresh();
        String second = userOfDriver();

        assertThat(second).isNotEqualTo(first);
        assertThat(logins.made()).isEqualTo(3);
    }

    @Test
    void anyOtherPodHasALoginOfItsOwnToo() throws Exception {
        start(Map.of());
        ObjectNode first = executor(1, LOGIN);
        ObjectNode second = executor(2, LOGIN);
        for (ObjectNode review : new ObjectNode[] {first, second}) {
            ((ObjectNode) review.at("/request/object/metadata")).remove("labels");
        }

        assertThat(userOfOneLogin(secretOf(webhook.admit(second, "u-2"))))
                .isNotEqualTo(userOfOneLogin(secretOf(webhook.admit(first, "u-1"))));
    }

    @Test
    void aDryRunMakesNoLoginForThePodAndTakesNoPlaceOfAnExecutor() throws Exception {
        start(Map.of(Settings.LEASED_EXECUTORS, "1"));
        for (int i = 0; i < 5; i++) {
            ObjectNode dry = executor(i, LOGIN);
            ((ObjectNode) dry.path("request")).put("dryRun", true);
            assertThat(webhook.submit(dry).allowed()).isTrue();
        }
        assertThat(logins.made()).as("one, to see whether there is such a role").isEqualTo(1);

        assertThat(userOfOneLogin(secretOf(webhook.admit(executor(9, LOGIN), "exec-9"))))
                .isEqualTo("user-2");
    }

    @Test
    void anExecutorThatIsRefusedForSomethingElseMakesNoLoginHoweverOftenItComes() throws Exception {
        start(Map.of(Settings.LEASED_EXECUTORS, "1"));
        for (int i = 0; i < 5; i++) {
            assertThat(webhook.submit(executor(i, LOGIN + "${secrets.MISSING}")).message())
                    .contains("MISSING")
                    .doesNotContain("delivery.leasedExecutors");
            ObjectNode unsupported = executor(i, LOGIN);
            ((ObjectNode) unsupported.at("/request/object/spec/containers/0"))
                    .putObject("livenessProbe")
                    .putObject("httpGet")
                    .put("path", "/${secrets.X}");
            assertThat(webhook.submit(unsupported).allowed()).isFalse();
        }

        assertThat(logins.made()).as("one, to see whether there is such a role").isEqualTo(1);
    }

    private void start(Map<Setting<?>, String> settings) {
        Map<Setting<?>, String> all = new HashMap<>(settings);
        all.put(Settings.CACHE_ENABLED, "true");
        webhook = WebhookUnderTest.startWithCredentials(directory, all, logins);
        webhook.startAfresh();
    }

    private ObjectNode executor(int number, String value) {
        ObjectNode review = webhook.review("executor-pod-1");
        ObjectNode pod = (ObjectNode) review.at("/request/object");
        ((ObjectNode) review.path("request")).put("name", "etl-exec-" + number);
        ((ObjectNode) pod.path("metadata")).put("name", "etl-exec-" + number);
        ObjectNode container = (ObjectNode) pod.at("/spec/containers/0");
        container.putArray("env");
        container.withArray("env").addObject().put("name", "SPARK_EXECUTOR_ID").put("value", "" + number);
        container.withArray("env").addObject().put("name", "LOGIN").put("value", value);
        return review;
    }

    private String userOfDriver() throws Exception {
        ObjectNode driver = webhook.review("driver-pod");
        ((ObjectNode) driver.at("/request/object/spec/containers/0"))
                .withArray("env")
                .addObject()
                .put("name", "LOGIN")
                .put("value", LOGIN);
        JsonNode stored = webhook.admit(driver, webhook.driverUid());
        Answer answer = webhook.validate(webhook.review("conf-map"));
        assertThat(answer.message()).isEmpty();
        return userOfOneLogin(secretOf(stored));
    }

    private DeliverySecret secretOf(JsonNode pod) throws IOException {
        String annotation =
                pod.at("/metadata/annotations").path("sparksecrets.io/delivery").asString();
        return webhook.cluster()
                .awaitSecret(
                        JsonMapper.shared().readTree(annotation).path("secret").asString());
    }

    /** The user name in a Secret, after a look at whether the password is of the same login. */
    private static String userOfOneLogin(DeliverySecret secret) {
        String user = "";
        String password = "";
        for (SecretValue value : secret.data().values()) {
            String text = Objects.requireNonNull(value).reveal();
            user = text.startsWith("user-") ? text : user;
            password = text.startsWith("password-") ? text : password;
        }
        assertThat(password).isEqualTo(user.replace("user-", "password-")).isNotEmpty();
        return user;
    }
}
