package io.sparksecrets.certs.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.testing.ApiServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A service account with the rights that this module's README lists, and no others. */
final class ReadmeRights {

    private static final String RBAC = "rbac.authorization.k8s.io";

    private final ApiServer server;
    private final KubernetesClient admin;
    private final String namespace;

    ReadmeRights(ApiServer server, KubernetesClient admin, String namespace) {
        this.server = server;
        this.admin = admin;
        this.namespace = namespace;
    }

    /**
     * Makes a service account.
     *
     * @param left which of the README's rules it gets
     * @return for a client with its token
     */
    Config account(String name, Predicate<PolicyRule> left) throws IOException {
        admin.serviceAccounts()
                .inNamespace(namespace)
                .resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        for (HasMetadata found : admin.load(new ByteArrayInputStream(rights().getBytes(StandardCharsets.UTF_8)))
                .items()) {
            found.getMetadata().setName(name);
            switch (found) {
                case Role role -> {
                    role.setRules(role.getRules().stream().filter(left).toList());
                    bindInNamespace(name);
                }
                case ClusterRole role -> {
                    role.setRules(role.getRules().stream().filter(left).toList());
                    bind(name);
                }
                default -> throw new AssertionError("the README's rights hold a " + found.getKind());
            }
            admin.resource(found).create();
        }
        TokenRequest token = admin.serviceAccounts()
                .inNamespace(namespace)
                .withName(name)
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withExpirationSeconds(3600L)
                        .endSpec()
                        .build());
        return new ConfigBuilder(Config.empty())
                .withMasterUrl(server.url().toString())
                .withCaCertFile(server.certificateAuthority().toString())
                .withOauthToken(token.getStatus().getToken())
                .withNamespace(namespace)
                .build();
    }

    private void bindInNamespace(String name) {
        admin.resource(new RoleBindingBuilder()
                        .withNewMetadata()
                        .withNamespace(namespace)
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "Role", name)
                        .addNewSubject(null, "ServiceAccount", name, namespace)
                        .build())
                .create();
    }

    private void bind(String name) {
        admin.resource(new ClusterRoleBindingBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .withNewRoleRef(RBAC, "ClusterRole", name)
                        .addNewSubject(null, "ServiceAccount", name, namespace)
                        .build())
                .create();
    }

    /** The YAML of the section "Rights". */
    private static String rights() throws IOException {
        String section = Files.readString(Path.of("README.md")).split("\n## Rights\n", 2)[1];
        String fenced = section.substring(section.indexOf("```yaml\n") + "```yaml\n".length());
        return fenced.substring(0, fenced.indexOf("```"));
    }

    static final Predicate<PolicyRule> ALL = rule -> true;

    static final Predicate<PolicyRule> ALL_BUT_CREATING_SECRETS_AND_CONFIG_MAPS = rule ->
            !(rule.getVerbs().equals(List.of("create")) && rule.getResources().contains("secrets"));
}
