package io.sparksecrets.e2e.webhook;

import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.util.List;

/** The webhook as it is installed on a cluster. */
public interface Webhook extends AutoCloseable {

    /** Where it is installed. */
    String namespace();

    /** The value of the label {@code sparksecrets.io/injection} by which a namespace opts in to it. */
    String injection();

    /** Puts a secret into its default store. */
    void putSecret(String path, String value) throws IOException;

    /** The command line that puts a secret into its default store and asks for the value. */
    String howToPutSecrets();

    /** The pods that serve. */
    List<Pod> replicas();

    /** All that these have logged, at the finest level. */
    String log();

    /** What these tell at {@code /metrics}. */
    String metrics();

    /**
     * Posts an AdmissionReview to a replica as anybody might who reaches its port, without being the API server that admits.
     *
     * @param path {@code mutate} or {@code validate}
     * @return the body of the answer
     */
    String post(String path, String review);

    /** Replaces the replicas by others one by one, as an upgrade does, and returns when only the others are left. */
    void replaceReplicas() throws IOException;

    /** Runs {@code helm test}. Returns what it prints; throws when it fails. */
    String test();

    /** Ends all replicas at once and returns when they are gone. What they have stored stays. */
    void stop() throws IOException;

    /** Starts so many replicas after {@link #stop} and returns when they are ready. */
    void start(int replicas) throws IOException;

    /** Uninstalls it. */
    @Override
    void close();
}
