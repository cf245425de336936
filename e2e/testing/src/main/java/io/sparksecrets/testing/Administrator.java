package io.sparksecrets.testing;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.NonDeletingOperation;
import java.util.List;

/** Somebody who may do everything on an API server, and who makes namespaces and service accounts there for tests. */
public final class Administrator implements AutoCloseable {

    private static final String RBAC = "rbac.authorization.k8s.io";
    private static final long AN_HOUR = 3600;

    private final ApiServer server;
    private final KubernetesClient client;

    public Administrator(ApiServer server) {
        this.server = server;
        this.client = new KubernetesClientBuilder().withConfig(server.config()).build();
    }

    /** For what only one test does. */
    public KubernetesClient client() {
        return client;
    }

    public void createNamespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }

    /** Makes a service account without any rights, unless it is there. */
    public void createAccount(String namespace, String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    /** Gives an account these rights in its namespace, by a Role of its name, in place of those that it has there. */
    public void grant(String namespace, String account, List<PolicyRule> rights) {
        client.resource(new RoleBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(account)
                        .endMetadata()
                        .withRules(rights)
                        .build())
                .createOr(NonDeletingOperation::update);
        bindRole(namespace, account, account);
    }

    /** Gives an account the rights of a Role of its namespace. */
    public void bindRole(String namespace, String account, String role) {
        client.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(account)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "Role", role)
                        .addNewSubject("", "ServiceAccount", account, namespace)
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    /** Gives an account the rights of a ClusterRole, in the whole cluster. */
    public void bindClusterRole(String namespace, String account, String role) {
        client.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(namespace + "-" + account)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", role)
                        .addNewSubject("", "ServiceAccount", account, namespace)
                        .build())
                .createOr(NonDeletingOperation::update);
    }

    /**
     * A token of an account, for an hour.
     *
     * @param audiences for whom; none for the API server
     */
    public String token(String namespace, String account, String... audiences) {
        return client.serviceAccounts()
                .inNamespace(namespace)
                .withName(account)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(audiences)
                        .withExpirationSeconds(AN_HOUR)
                        .endSpec()
                        .build())
                .getStatus()
                .getToken();
    }

    /** How an account connects, with a token of its own. */
    public Config config(String namespace, String account) {
        return new ConfigBuilder(server.config(token(namespace, account)))
                .withNamespace(namespace)
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
