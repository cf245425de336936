package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A credential of a store is a file that the kubelet mounts: in no ConfigMap, no variable, no argument, and read by no API call. */
class CredentialsTest {

    private static final String TOKEN = "hvs.rootrootroot";
    private static final String PASSWORD = "pass-pass-pass";
    private static final String KEYSET = "{\"primaryKeyId\":77007700}";
    private static final String SECRET_ID = "id-id-id-id";

    private static final String INLINE = """
            secretStore:
              type: vault
              vaultSettings: {endpoint: "http://vault:8200", path: /v1/secret/data/iomete/poc, token: "%s"}
            stores:
              tables:
                type: database
                databaseSettings: {url: "jdbc:postgresql://db/s", password: "%s", keyset: '%s'}
              role:
                type: vault
                vaultSettings:
                  {endpoint: "http://vault:8200", path: /v1/secret/data/a, appRole: {roleId: r, secretId: "%s"}}
            """.formatted(TOKEN, PASSWORD, KEYSET, SECRET_ID);

    @Test
    void thoseGivenAsValuesAreInOneSecretAndNowhereElse() {
        Rendering rendering = Chart.rendering(INLINE);

        assertThat(rendering.credentials())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "token", base64(TOKEN),
                        "tables.password", base64(PASSWORD),
                        "tables.keyset", base64(KEYSET),
                        "role.secret-id", base64(SECRET_ID)));
        Secret secret = rendering.get(Secret.class, "spark-secrets-credentials");
        for (String value : List.of(TOKEN, PASSWORD, "77007700", SECRET_ID)) {
            assertThat(rendering.text()).doesNotContain(value);
        }
        for (String value : secret.getData().values()) {
            assertThat(rendering.text().split(Pattern.quote(value), -1)).hasSize(2);
        }
    }

    @Test
    void theConfigurationNamesTheirFiles() {
        assertThat(Chart.rendering(INLINE).configuration())
                .contains("tokenFile: /etc/spark-secrets/credentials/token")
                .contains("passwordFile: /etc/spark-secrets/credentials/tables.password")
                .contains("keysetFile: /etc/spark-secrets/credentials/tables.keyset")
                .contains("secretIdFile: /etc/spark-secrets/credentials/role.secret-id");
    }

    @Test
    void thoseOfSecretsThatAreThereAreMountedAsTheSameFiles() {
        Rendering rendering = Chart.rendering("""
                secretStore:
                  type: vault
                  vaultSettings:
                    endpoint: "https://vault:8200"
                    path: /v1/secret/data/a
                    tokenSecret: {name: secret-name, key: token}
                    caConfigMap: {name: authorities, key: vault.pem}
                """);

        assertThat(rendering.configuration())
                .contains("tokenFile: /etc/spark-secrets/credentials/token")
                .contains("caFile: /etc/spark-secrets/credentials/ca.crt");
        assertThat(rendering.find(Secret.class, "spark-secrets-credentials")).isEmpty();
        List<VolumeProjection> sources = sources(rendering);
        assertThat(sources.get(0).getSecret().getName()).isEqualTo("secret-name");
        assertThat(sources.get(0).getSecret().getItems().getFirst().getPath()).isEqualTo("token");
        assertThat(sources.get(1).getConfigMap().getName()).isEqualTo("authorities");
        assertThat(sources.get(1).getConfigMap().getItems().getFirst().getKey()).isEqualTo("vault.pem");
        // One that is missing must not keep the webhook from starting.
        assertThat(sources.get(0).getSecret().getOptional()).isTrue();
    }

    @Test
    void aTokenForVaultIsMadeForVaultAlone() {
        Rendering rendering = Chart.rendering("""
                secretStore:
                  type: vault
                  vaultSettings: {endpoint: "https://vault:8200", path: /v1/secret/data/a, kubernetes: {role: spark, audience: vault}}
                """);

        var token = sources(rendering).getFirst().getServiceAccountToken();
        assertThat(token.getAudience()).isEqualTo("vault");
        assertThat(token.getPath()).isEqualTo("kubernetes-token");
        assertThat(rendering.configuration())
                .contains("tokenFile: /etc/spark-secrets/credentials/kubernetes-token")
                .doesNotContain("audience");
    }

    @Test
    void withoutAnyThereIsNoVolumeForThem() {
        assertThat(Chart.rendering().pod().getVolumes())
                .noneMatch(volume -> volume.getName().equals("credentials"));
    }

    @Test
    void theConfigMapsHoldNoMoreThanTheConfiguration() {
        assertThat(Chart.rendering(INLINE).all(ConfigMap.class))
                .extracting(one -> one.getMetadata().getName())
                .containsExactlyInAnyOrder("spark-secrets", "spark-secrets-ca");
        assertThat(Chart.rendering(INLINE).container().getEnv())
                .extracting(one -> one.getName())
                .containsExactly("SPARK_SECRETS_CONFIG");
    }

    private static List<VolumeProjection> sources(Rendering rendering) {
        return rendering.pod().getVolumes().stream()
                .filter(volume -> volume.getName().equals("credentials"))
                .findFirst()
                .orElseThrow()
                .getProjected()
                .getSources();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
