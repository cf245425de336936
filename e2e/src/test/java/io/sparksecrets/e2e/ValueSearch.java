package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.cluster.StoredObject;
import java.io.IOException;
import java.util.List;

/** Looks for values in all that a cluster keeps and that the webhook tells. ApplicationIT shows that it would find them. */
record ValueSearch(Installation installation, Secrets secrets) {

    /**
     * Asserts that Secrets have values and nothing else has, in no revision.
     *
     * @param keys with what each of them begins there has to be an object that was looked at
     */
    void assertOnlySecretsHaveValues(String... keys) throws IOException {
        List<StoredObject> stored = installation.cluster().stored();
        assertThat(secrets.outsideOfSecrets(stored)).isEmpty();
        assertThat(stored.stream()
                        .filter(StoredObject::isSecret)
                        .filter(secret -> !secrets.in(secret).isEmpty()))
                .as("Secrets with values")
                .isNotEmpty();
        for (String key : keys) {
            assertThat(stored.stream().map(StoredObject::key).filter(found -> found.startsWith("/registry/" + key)))
                    .as("revisions of " + key)
                    .isNotEmpty();
        }
        assertThat(installation.cluster().<List<String>>auditLog(secrets::in))
                .as("the audit log")
                .isEmpty();
        assertThat(secrets.in(installation.webhook().log())).isEmpty();
        assertThat(secrets.in(installation.webhook().metrics())).isEmpty();
    }
}
