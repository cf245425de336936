package io.sparksecrets.certs.rotation;

import io.sparksecrets.kubernetes.InstallationException;
import java.util.List;

/** Where it is published whom to trust: the {@code caBundle} of the webhook configurations, and a ConfigMap for everybody else. */
public interface TrustPublisher {

    /**
     * The configurations that exist, of the two that are named. Never older than a write that has been confirmed to anybody.
     */
    List<WebhookConfiguration> configurations() throws InstallationException;

    /**
     * Writes the {@code caBundle} of every webhook of a configuration, and nothing else.
     *
     * @param read as it was read
     * @param pem what to write
     * @return false when it was changed since it was read, and so is not written
     */
    boolean publish(WebhookConfiguration read, String pem) throws InstallationException;

    /** Puts the certificates into the ConfigMap, where they are not there yet. */
    void publishToClients(String pem) throws InstallationException;

    /** Whether this replica is the one whose turn it is to publish. It may be wrong for a while. */
    boolean isPublisher();

    /** Has somebody told whenever a configuration may have changed, or whose turn it is. */
    void watchConfigurations(Runnable changed);
}
