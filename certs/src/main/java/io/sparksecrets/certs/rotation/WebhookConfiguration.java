package io.sparksecrets.certs.rotation;

import io.sparksecrets.certs.Pem;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A mutating or validating webhook configuration, as far as certificates go.
 *
 * @param version its resourceVersion
 * @param webhooks in their order
 */
public record WebhookConfiguration(String kind, String name, String version, List<Webhook> webhooks) {

    /**
     * One webhook.
     *
     * @param trusted whom the API server trusts when it calls it
     */
    public record Webhook(String name, Set<X509Certificate> trusted) {

        public Webhook {
            trusted = new LinkedHashSet<>(trusted);
        }

        /** A webhook with this {@code caBundle}; where that cannot be read, nobody is trusted. */
        public static Webhook of(String name, String caBundle) {
            return new Webhook(name, Pem.bundle(caBundle));
        }
    }

    public WebhookConfiguration {
        webhooks = List.copyOf(webhooks);
    }
}
