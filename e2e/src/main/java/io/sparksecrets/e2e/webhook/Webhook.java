package io.sparksecrets.e2e.webhook;

import java.io.IOException;

/** The webhook as it is installed on a cluster. */
public interface Webhook extends AutoCloseable {

    /** Puts a secret into its store. */
    void putSecret(String path, String value) throws IOException;

    /** The command line that puts a secret into its store and takes the value from standard input. */
    String howToPutSecrets();

    /** The value of the label {@code sparksecrets.io/injection} by which a namespace opts in to it. */
    String injection();

    /** All that it has logged, at its finest level. */
    String log() throws IOException;

    /** What it tells at {@code /metrics}. */
    String metrics() throws IOException;

    /**
     * Posts an AdmissionReview to it as anybody might who reaches its port, without being the API server.
     *
     * @param path {@code mutate} or {@code validate}
     * @return the body of the answer
     */
    String post(String path, String review) throws IOException;

    /** Ends all its replicas at once and returns when nobody listens. What it has stored stays. */
    void stop() throws IOException;

    /** Starts it again after {@link #stop} and returns when it is ready. */
    void start() throws IOException;

    /** Ends it. The cluster still has its configuration. */
    @Override
    void close();
}
