package io.sparksecrets.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sparksecrets.authorization.KubernetesAccessReviews;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.store.adapter.StoreAdapters;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import io.sparksecrets.testing.CapturedLog;
import io.sparksecrets.testing.RealServer;
import io.sparksecrets.testing.Waiting;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The API where a real API server says who somebody is and what he may do, and keeps the secrets of a store. */
@SuppressWarnings("NullAway.Init")
class ApiOnApiServerIT {

    private static final String WEBHOOK = "spark-secrets";
    private static final String STORES = "/api/v1/stores";
    private static final Pattern RULE = Pattern.compile("Role of the rule (\\{.*})");

    private static ApiServer server;
    private static Administrator administrator;
    private static KubernetesClient admin;
    private static int namespaces;

    @TempDir
    Path directory;

    private final CapturedLog log = new CapturedLog();
    private final List<String> tokens = new ArrayList<>();
    private String namespace;
    private KubernetesAccessReviews reviews;
    private ApiUnderTest api;

    @BeforeAll
    static void startServer() throws IOException {
        server = RealServer.start(ApiServer::start);
        administrator = new Administrator(server);
        admin = administrator.client();
    }

    @AfterAll
    static void endServer() throws IOException {
        if (administrator != null) {
            administrator.close();
        }
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void start() throws Exception {
        namespaces++;
        namespace = "installation-" + namespaces;
        administrator.createNamespace(namespace);
        Config config = server.config(tokenOf(WEBHOOK));
        letTheWebhookReview();
        grant(
                WEBHOOK,
                rule("", "secrets", "iomete-secret-store", "get", "watch", "patch"),
                rule("", "secrets", "", "create"));
        Path file = Files.writeString(
                directory.resolve("config.yaml"), """
                dataDirectory: %s
                secretStore: {type: kubernetes}
                stores: {archive: {type: database}}
                namespace: %s
                """.formatted(directory.resolve("data"), namespace));
        ClusterConfig cluster = access -> Optional.of(config);
        Configuration configuration = ConfigurationReader.read(file, Map.of(), Map.of(), cluster);
        reviews = KubernetesAccessReviews.connect(config, namespace);
        api = ApiUnderTest.start(configuration, new StoreAdapters(cluster), cluster, reviews);
    }

    @AfterEach
    void stop() {
        api.close();
        reviews.close();
        log.close();
        assertThat(tokens).isNotEmpty();
        // What the client of this test logs is no concern of the program's.
        assertThat(Stream.concat(
                        log.linesWithout("org.eclipse.jetty", "jdk.internal.httpclient"), api.answers().stream()))
                .noneMatch(line -> tokens.stream().anyMatch(line::contains));
    }

    @Test
    void whoIsAllowedByTheRuleOfTheMessageMayTestThatStoreAndNoOther() throws Exception {
        String token = tokenOf("alice");

        HttpResponse<String> refused = api.post(STORES + "/kubernetes/test", token, "");
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(detail(refused))
                .isEqualTo(
                        "system:serviceaccount:%1$s:alice may not create stores/test.sparksecrets.io \"kubernetes\" in the namespace %1$s; a cluster administrator can allow it there with a Role of the rule {apiGroups: [\"sparksecrets.io\"], resources: [\"stores/test\"], resourceNames: [\"kubernetes\"], verbs: [\"create\"]}"
                                .formatted(namespace));
        grant("alice", ruleOf(refused));

        HttpResponse<String> allowed = api.post(STORES + "/kubernetes/test", token, "{\"write\": true}");
        assertThat(allowed.statusCode()).as(allowed.body()).isEqualTo(200);
        assertThat(json(allowed).path("steps").findValuesAsString("result"))
                .as(allowed.body())
                .containsExactly("passed", "passed", "passed", "passed", "passed", "passed", "passed");
        assertThat(api.post(STORES + "/archive/test", token, "").statusCode()).isEqualTo(403);
        assertThat(api.get(STORES, token).statusCode()).isEqualTo(403);
    }

    @Test
    void theStoresAreListedForWhoIsAllowedByTheRuleOfTheMessage() throws Exception {
        String token = tokenOf("alice");
        grant("alice", ruleOf(api.get(STORES, token)));

        HttpResponse<String> answer = api.get(STORES, token);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).findValuesAsString("name")).containsExactly("kubernetes", "archive");
    }

    @Test
    void aRightOnAllStoresIsOneOnEach() throws Exception {
        String token = tokenOf("alice");
        grant("alice", rule("sparksecrets.io", "stores/test", "", "create"));

        assertThat(api.post(STORES + "/kubernetes/test", token, "").statusCode())
                .isEqualTo(200);
        assertThat(api.post(STORES + "/archive/test", token, "").statusCode()).isEqualTo(200);
    }

    @Test
    void aRightOnStoresIsNoneOnTheirTests() throws Exception {
        String token = tokenOf("alice");
        grant("alice", rule("sparksecrets.io", "stores", "", "*"));

        assertThat(api.post(STORES + "/kubernetes/test", token, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void aClusterAdministratorMayDoAllOfIt() throws Exception {
        String token = admin.getConfiguration().getAutoOAuthToken();
        assertThat(token).as("the token of the administrator").isNotNull();

        assertThat(api.get(STORES, Objects.requireNonNull(token)).statusCode()).isEqualTo(200);
    }

    @Test
    void aRightThatIsTakenBackIsGoneAtOnce() throws Exception {
        String token = tokenOf("alice");
        grant("alice", rule("sparksecrets.io", "stores", "", "list"));
        assertThat(api.get(STORES, token).statusCode()).isEqualTo(200);

        admin.rbac().roles().inNamespace(namespace).withName("alice").delete();

        await(() -> api.get(STORES, token).statusCode() == 403);
    }

    @Test
    void aTokenForSomebodyElseOrOfSomebodyWhoIsGoneIsNotAccepted() throws Exception {
        String forVault = tokenOf("bob", "vault");
        String token = tokenOf("carol");
        grant("bob", rule("sparksecrets.io", "stores", "", "list"));
        grant("carol", rule("sparksecrets.io", "stores", "", "list"));
        assertThat(api.get(STORES, token).statusCode()).isEqualTo(200);

        admin.serviceAccounts().inNamespace(namespace).withName("carol").delete();

        // The API server remembers a token that was good for ten seconds.
        await(() -> api.get(STORES, token).statusCode() == 401);
        assertThat(api.get(STORES, forVault).statusCode()).isEqualTo(401);
        assertThat(api.get(STORES, token.replaceFirst("\\.", "x.")).statusCode())
                .isEqualTo(401);
    }

    @Test
    void anInstallationThatMayNotReviewSaysWhichRightItLacks() throws Exception {
        String token = tokenOf("alice");
        admin.rbac().clusterRoles().withName(namespace).delete();

        await(() -> api.get(STORES, token).statusCode() == 503);

        assertThat(detail(api.get(STORES, token)))
                .isEqualTo(
                        "cannot ask Kubernetes whom the token is of: the service account of the installation may not create tokenreviews.authentication.k8s.io; grant it that, as the ClusterRole of the chart does");
        allowReviews(rule("authentication.k8s.io", "tokenreviews", "", "create"));
        await(() -> detail(api.get(STORES, token)).contains("subjectaccessreviews.authorization.k8s.io"));
    }

    @Test
    void anApiServerThatIsDownIsUnavailableUntilItIsBack() throws Exception {
        String token = tokenOf("alice");
        grant("alice", rule("sparksecrets.io", "stores", "", "list"));
        assertThat(api.get(STORES, token).statusCode()).isEqualTo(200);

        server.kill();

        HttpResponse<String> down = api.get(STORES, token);
        assertThat(down.statusCode()).isEqualTo(503);
        assertThat(detail(down))
                .isEqualTo("cannot ask Kubernetes whom the token is of: the API server cannot be reached; try again");
        server.restart();
        await(() -> api.get(STORES, token).statusCode() == 200);
    }

    @Test
    void whoCallsWithManyTokensKeepsNoMoreThanEightQuestionsOpen() throws Exception {
        String token = tokenOf("alice");
        List<HttpResponse<String>> answers = new ArrayList<>();
        server.freeze();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit(() -> api.get(STORES, token)));
            }
            for (Future<HttpResponse<String>> call : calls) {
                answers.add(call.get());
            }
        } finally {
            server.thaw();
        }

        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(503));
        assertThat(answers.stream()
                        .map(ApiOnApiServerIT::detail)
                        .filter(
                                "cannot ask Kubernetes whom the token is of: 8 questions are being answered already; try again"
                                        ::equals))
                .hasSize(20 - 8);
        await(() -> api.get(STORES, token).statusCode() == 403);
    }

    private static void await(Waiting.Condition condition) throws IOException {
        Waiting.until("what is allowed", Duration.ofSeconds(30), condition);
    }

    private PolicyRule ruleOf(HttpResponse<String> refused) {
        Matcher matcher = RULE.matcher(detail(refused));
        assertThat(matcher.find()).as(refused.body()).isTrue();
        // YAML, which the client takes for JSON where it begins with a brace.
        return Serialization.unmarshal("---\n" + matcher.group(1), PolicyRule.class);
    }

    /** As the ClusterRole of the chart does it. */
    private void letTheWebhookReview() throws Exception {
        PolicyRule[] rules = {
            rule("authentication.k8s.io", "tokenreviews", "", "create"),
            rule("authorization.k8s.io", "subjectaccessreviews", "", "create")
        };
        allowReviews(rules);
        administrator.bindClusterRole(namespace, WEBHOOK, namespace);
        for (PolicyRule rule : rules) {
            await(() -> isAllowed(WEBHOOK, rule));
        }
    }

    private void allowReviews(PolicyRule... rules) {
        admin.resource(new ClusterRoleBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .withRules(rules)
                        .build())
                .create();
    }

    private void grant(String account, PolicyRule... rules) throws Exception {
        administrator.grant(namespace, account, List.of(rules));
        for (PolicyRule rule : rules) {
            await(() -> isAllowed(account, rule));
        }
    }

    /** The API server learns of a Role a moment after it has stored it. */
    private boolean isAllowed(String account, PolicyRule rule) {
        String[] resource = rule.getResources().getFirst().split("/", 2);
        return admin.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser("system:serviceaccount:%s:%s".formatted(namespace, account))
                        .withNewResourceAttributes()
                        .withNamespace(namespace)
                        .withGroup(rule.getApiGroups().getFirst())
                        .withResource(resource[0])
                        .withSubresource(resource.length > 1 ? resource[1] : "")
                        .withName(rule.getResourceNames().stream().findFirst().orElse(""))
                        .withVerb(rule.getVerbs().getFirst())
                        .endResourceAttributes()
                        .endSpec()
                        .build())
                .getStatus()
                .getAllowed();
    }

    private static PolicyRule rule(String group, String resource, String name, String... verbs) {
        PolicyRuleBuilder rule = new PolicyRuleBuilder()
                .withApiGroups(group)
                .withResources(resource)
                .withVerbs(verbs);
        return (name.isEmpty() ? rule : rule.withResourceNames(name)).build();
    }

    private String tokenOf(String account, String... audiences) {
        administrator.createAccount(namespace, account);
        String token = administrator.token(namespace, account, audiences);
        tokens.add(token);
        return token;
    }

    private static String detail(HttpResponse<String> answer) {
        return json(answer).path("detail").asString();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
