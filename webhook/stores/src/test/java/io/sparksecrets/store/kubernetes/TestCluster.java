package io.sparksecrets.store.kubernetes;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.testing.Administrator;
import io.sparksecrets.testing.ApiServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A real API server, with a namespace for each test and accounts in it that may do certain things. */
public final class TestCluster implements AutoCloseable {

    private static final String ACCOUNT = "spark-secrets";
    private static final String ONE_AT_A_TIME = "one-at-a-time";

    final ApiServer server;
    final KubernetesClient admin;
    private final Administrator administrator;
    private String namespace = "";
    private int namespaces;

    public TestCluster(ApiServer server) {
        this.server = server;
        this.administrator = new Administrator(server);
        this.admin = administrator.client();
    }

    /** Makes a namespace, which is that of {@link #settings()} from then on. */
    public String newNamespace() {
        namespaces++;
        namespace = "test-" + namespaces;
        administrator.createNamespace(namespace);
        return namespace;
    }

    public KubernetesSettings settings() {
        return new KubernetesSettings(namespace, KubernetesSettings.DEFAULT_SECRET_NAME);
    }

    /** The rights that the package documents, and no others. */
    static List<PolicyRule> documentedRights() {
        return List.of(onTheSecret("get", "watch", "patch"), rule(List.of(), "create"));
    }

    static PolicyRule onTheSecret(String... verbs) {
        return rule(List.of(KubernetesSettings.DEFAULT_SECRET_NAME), verbs);
    }

    private static PolicyRule rule(List<String> names, String... verbs) {
        return new PolicyRuleBuilder()
                .withApiGroups("")
                .withResources("secrets")
                .withResourceNames(names)
                .withVerbs(verbs)
                .build();
    }

    public Config accountWithTheDocumentedRights(String inNamespace) {
        return account(inNamespace, documentedRights());
    }

    /** How a new service account connects that has just these rights. */
    Config account(String inNamespace, List<PolicyRule> rights) {
        administrator.createAccount(inNamespace, ACCOUNT);
        grant(inNamespace, rights);
        return administrator.config(inNamespace, ACCOUNT);
    }

    /** Gives the account these rights in place of those that it has. */
    void grant(String inNamespace, List<PolicyRule> rights) {
        administrator.grant(inNamespace, ACCOUNT, rights);
    }

    /** Has the API server answer a write of the account with 429 while it is busy with another, and none of them wait. */
    void refuseWritesAtTheSameTime(String inNamespace) {
        admin.resource("""
                        apiVersion: flowcontrol.apiserver.k8s.io/v1
                        kind: PriorityLevelConfiguration
                        metadata: {name: %1$s}
                        spec:
                          type: Limited
                          limited:
                            nominalConcurrencyShares: 0
                            borrowingLimitPercent: 0
                            limitResponse: {type: Reject}
                        """.formatted(ONE_AT_A_TIME)).create();
        admin.resource("""
                        apiVersion: flowcontrol.apiserver.k8s.io/v1
                        kind: FlowSchema
                        metadata: {name: %1$s}
                        spec:
                          priorityLevelConfiguration: {name: %1$s}
                          matchingPrecedence: 10
                          rules:
                            - subjects:
                                - kind: ServiceAccount
                                  serviceAccount: {name: %2$s, namespace: %3$s}
                              resourceRules:
                                - verbs: [create, patch]
                                  apiGroups: [""]
                                  resources: [secrets]
                                  namespaces: ["*"]
                        """.formatted(ONE_AT_A_TIME, ACCOUNT, inNamespace)).create();
    }

    /** Begins a write as the account and leaves it unfinished until it is closed. */
    Socket beginWrite(Config account) throws Exception {
        Certificate authority;
        try (InputStream pem = Files.newInputStream(server.certificateAuthority())) {
            authority = CertificateFactory.getInstance("X.509").generateCertificate(pem);
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", authority);
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        Socket connection = tls.getSocketFactory()
                .createSocket(server.url().getHost(), server.url().getPort());
        connection.getOutputStream().write("""
                POST /api/v1/namespaces/%s/secrets HTTP/1.1\r
                Host: localhost\r
                Authorization: Bearer %s\r
                Content-Type: application/json\r
                Content-Length: 1000\r
                \r
                """.formatted(namespace, account.getOauthToken())
                .getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
        return connection;
    }

    /** Ends {@link #refuseWritesAtTheSameTime}. */
    void takeWritesAtTheSameTime() {
        admin.flowControl().v1().flowSchema().withName(ONE_AT_A_TIME).delete();
        admin.flowControl()
                .v1()
                .priorityLevelConfigurations()
                .withName(ONE_AT_A_TIME)
                .delete();
    }

    /** Makes the Secret as {@code kubectl create secret generic} does. */
    public void createByHand(Map<String, byte[]> data) {
        admin.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                        .endMetadata()
                        .withType("Opaque")
                        .withData(encoded(data))
                        .build())
                .create();
    }

    /** Sets one entry as somebody with kubectl does. */
    void setByHand(String key, String value) {
        admin.secrets()
                .inNamespace(namespace)
                .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                .edit(secret -> new SecretBuilder(secret)
                        .addToData(key, base64(bytes(value)))
                        .build());
    }

    /** The data of the Secret as text. */
    Map<String, String> data() {
        Map<String, String> data = new TreeMap<>();
        Objects.requireNonNullElse(secret().getData(), Map.<String, String>of())
                .forEach((key, value) ->
                        data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        return data;
    }

    Secret secret() {
        return admin.secrets()
                .inNamespace(namespace)
                .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                .require();
    }

    void deleteSecret() {
        admin.secrets()
                .inNamespace(namespace)
                .withName(KubernetesSettings.DEFAULT_SECRET_NAME)
                .delete();
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> encoded(Map<String, byte[]> data) {
        Map<String, String> encoded = new TreeMap<>();
        data.forEach((key, value) -> encoded.put(key, base64(value)));
        return encoded;
    }

    /** Names of entries, for a Secret with many. */
    static List<String> names(String prefix, int count) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            names.add(prefix + i);
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        administrator.close();
        server.close();
    }
}
