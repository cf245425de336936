package io.sparksecrets.certs.rotation;

import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whom the API server trusts, by the webhook configurations as they were read.
 *
 * @param bundles one for each webhook; none when there is no configuration, and so nobody who would call
 */
record PublishedTrust(List<Set<X509Certificate>> bundles) {

    PublishedTrust {
        bundles = List.copyOf(bundles);
    }

    static PublishedTrust of(List<WebhookConfiguration> configurations) {
        return new PublishedTrust(configurations.stream()
                .flatMap(configuration -> configuration.webhooks().stream())
                .map(WebhookConfiguration.Webhook::trusted)
                .toList());
    }

    /** Whether every webhook is called with trust in an authority. */
    boolean holds(X509Certificate authority) {
        return bundles.stream().allMatch(bundle -> bundle.contains(authority));
    }

    /** Everybody whom any webhook trusts. */
    Set<X509Certificate> all() {
        Set<X509Certificate> all = new LinkedHashSet<>();
        bundles.forEach(all::addAll);
        return all;
    }
}
