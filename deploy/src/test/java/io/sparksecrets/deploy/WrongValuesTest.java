package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A wrong value, or a wrong combination, ends {@code helm install} with a sentence that says what to do. */
class WrongValuesTest {

    private static final String VAULT = "endpoint: 'http://vault:8200', path: /v1/secret/data/a";
    private static final String DATABASE = "url: 'jdbc:postgresql://db/s', user: u";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "replicas: 3 | replicas",
                "secretStore: {type: redis} | must be one of 'kubernetes', 'vault', 'database'",
                "secretStore: {vaultSettings: {url: x}} | url",
                "cache: {timeToLive: 30} | timeToLive",
                "cache: {timeToLive: soon} | does not match pattern",
                "cache: {maxEntries: 1} | maxEntries",
                "policy: {rules: [{namespace: team-a, secrets: ['*']}]} | namespace",
                "policy: {rules: [{namespaces: [team-a]}]} | secrets",
                "certificates: {source: memory} | must be one of 'kubernetes', 'certManager', 'files'",
                "stores: {archive: {vaultSettings: {}}} | type",
                "stores: {'a.b': {type: kubernetes}} | a.b",
                "image: {digest: latest} | digest"
            })
    void whatTheSchemaKnows(String values, String named) {
        assertFails(values, named);
    }

    @Test
    void aVaultWithoutAnyWayToAuthenticate() {
        assertFails(
                vault(""),
                "secretStore.vaultSettings needs one of token, tokenSecret, appRole, kubernetes to authenticate");
    }

    @Test
    void aVaultWithTwoWaysToAuthenticate() {
        assertFails(
                vault(", token: t, kubernetes: {role: r}"),
                "secretStore.vaultSettings has token and kubernetes; choose one");
    }

    @Test
    void aVaultWithoutAPath() {
        assertFails(
                "secretStore: {type: vault, vaultSettings: {endpoint: 'http://v', token: t}}",
                "secretStore.vaultSettings.path is needed");
    }

    @Test
    void anAppRoleWithoutItsSecretId() {
        assertFails(
                vault(", appRole: {roleId: r}"),
                "secretStore.vaultSettings.appRole needs one of secretId, secretIdSecret");
    }

    @Test
    void twoAuthorities() {
        assertFails(
                vault(", token: t, caSecret: {name: s, key: k}, caConfigMap: {name: s, key: k}"),
                "secretStore.vaultSettings has caSecret and caConfigMap; choose one");
    }

    @Test
    void aDatabaseWithoutAUrl() {
        assertFails("secretStore: {type: database}", "secretStore.databaseSettings.url is needed: jdbc:postgresql://");
    }

    @Test
    void aDatabaseWithoutAKeysetSaysHowToMakeOne() {
        assertFails(
                database(""),
                "secretStore.databaseSettings needs one of keysetSecret, keyset, the keys that encrypt the values. Make them once",
                "spark-secrets keys create keyset.json && kubectl create secret generic spark-secrets-keyset --from-file keyset.json");
    }

    @Test
    void aDatabaseWithTwoPasswords() {
        assertFails(
                database(", keyset: k, password: p, passwordSecret: {name: s, key: k}"),
                "secretStore.databaseSettings has password and passwordSecret; choose one");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/s?user=u&password=hunter2",
        "jdbc:postgresql://db/s?PassWord=hunter2",
        "jdbc:postgresql://db/s?sslpassword=hunter2",
        "jdbc:postgresql://db/s;pwd=hunter2",
        "jdbc:postgresql://u:hunter2@db/s",
        "jdbc:postgresql://u:hunter2/@db/s",
        "jdbc:mysql://db/s?password=hunter2"
    })
    void aPasswordInTheUrl(String url) {
        assertFails(
                "secretStore: {type: database, databaseSettings: {keyset: k, url: '%s'}}".formatted(url),
                "secretStore.databaseSettings.url holds a password");
    }

    @ParameterizedTest
    @CsvSource({
        "vaultSettings.endpoint, https://u:hunter2@v:8200",
        "vaultSettings.endpoint, https://v:8200/?token=hunter2",
        "vaultSettings.endpoint, hunter2",
        "vaultSettings.path, hunter2"
    })
    void aCredentialInTheAddressOfAVault(String key, String wrong) {
        boolean endpoint = key.endsWith("endpoint");
        assertFails(
                "secretStore: {type: vault, vaultSettings: {endpoint: '%s', path: '%s', token: t}}"
                        .formatted(endpoint ? wrong : "https://v", endpoint ? "/v1/secret/data/a" : wrong),
                "secretStore." + key);
    }

    @Test
    void aNamedStoreIsCheckedInTheSameManner() {
        assertFails(
                "stores: {archive: {type: vault, vaultSettings: {%s}}}".formatted(VAULT),
                "stores.archive.vaultSettings needs one of token");
    }

    @Test
    void aNamedStoreWithTheNameOfTheDefaultOne() {
        assertFails("stores: {kubernetes: {type: kubernetes}}", "stores.kubernetes has the name of the default store");
    }

    @Test
    void aDeadlineThatIsLaterThanTheTimeout() {
        assertFails(
                "admission: {deadline: 5s}",
                "admission.deadline is 5s and has to be less than admission.validateTimeoutSeconds, which is 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "health: {port: 8443}|api.port and health.port are both 8443; they need two ports",
                "admission: {port: 9090}|admission.port and health.port are both 9090; they need two ports",
                "admission: {port: 8443}|admission.port and api.port are both 8443; they need two ports"
            })
    void twoServersOnOnePort(String values, String sentence) {
        assertFails(values, sentence);
    }

    @Test
    void filesWithoutASecret() {
        assertFails("certificates: {source: files}", "certificates.files.secretName is needed");
    }

    @Test
    void filesWithABundleThatIsNoPem() {
        assertFails(
                "certificates: {source: files, files: {secretName: s, caBundle: x}}",
                "certificates.files.caBundle takes PEM certificates");
    }

    @Test
    void somebodyElsesServiceAccountWithoutAName() {
        assertFails("serviceAccount: {create: false}", "serviceAccount.name is needed");
    }

    private static String vault(String more) {
        return "secretStore: {type: vault, vaultSettings: {%s%s}}".formatted(VAULT, more);
    }

    private static String database(String more) {
        return "secretStore: {type: database, databaseSettings: {%s%s}}".formatted(DATABASE, more);
    }

    private static void assertFails(String values, String... sentences) {
        assertThatThrownBy(() -> Chart.rendering(values))
                .message()
                .contains(sentences)
                .doesNotContain("hunter2");
    }
}
