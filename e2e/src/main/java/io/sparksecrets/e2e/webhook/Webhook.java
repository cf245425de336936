package io.sparksecrets.e2e.webhook;

import java.io.IOException;

/** The webhook as it is installed on a cluster. */
public interface Webhook extends AutoCloseable {

    /** Puts a secret into its store. */
    void putSecret(String path, String value) throws IOException;

    /** The command line that puts a secret into its store and takes the value from standard input. */
    String howToPutSecrets();

    /** All that it has logged, at its finest level. */
    String log() throws IOException;

    /** What it tells at {@code /metrics}. */
    String metrics() throws IOException;

    /** Stops it. The cluster still has its configuration. */
    @Override
    void close();
}
