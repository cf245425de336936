package io.sparksecrets.certs.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sparksecrets.testing.Administrator;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;

/** A service account with the rights that this module's README lists, and no others. */
final class ReadmeRights {

    private final Administrator administrator;
    private final String namespace;

    ReadmeRights(Administrator administrator, String namespace) {
        this.administrator = administrator;
        this.namespace = namespace;
    }

    /**
     * Makes a service account.
     *
     * @param left which of the README's rules it gets
     * @return for a client with its token
     */
    Config account(String name, Predicate<PolicyRule> left) throws IOException {
        KubernetesClient admin = administrator.client();
        administrator.createAccount(namespace, name);
        for (HasMetadata found : admin.load(new ByteArrayInputStream(rights().getBytes(StandardCharsets.UTF_8)))
                .items()) {
            found.getMetadata().setName(name);
            switch (found) {
                case Role role -> {
                    role.setRules(role.getRules().stream().filter(left).toList());
                    administrator.bindRole(namespace, name, name);
                }
                case ClusterRole role -> {
                    role.setRules(role.getRules().stream().filter(left).toList());
                    administrator.bindClusterRole(namespace, name, name);
                }
                default -> throw new AssertionError("the README's rights hold a " + found.getKind());
            }
            admin.resource(found).create();
        }
        return administrator.config(namespace, name);
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
