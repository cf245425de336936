package io.sparksecrets.demo;

import io.fabric8.zjsonpatch.JsonPatch;
import io.sparksecrets.certs.CertificateAuthority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls a webhook as an API server does: HTTPS, trusting only the webhook's authority, another UID for each call. */
public final class AdmissionClient implements AutoCloseable {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http;
    private final URI base;

    /**
     * What the webhook answered.
     *
     * @param object the object after the patch, or as it was sent where there is none
     * @param operations how many operations the patch has
     * @param code the HTTP status of the denial that the API server passes on; 0 when it is allowed
     * @param message why it is not allowed; empty when it is
     * @param micros how long the answer took
     */
    public record Answer(
            boolean allowed,
            JsonNode object,
            int operations,
            int code,
            String message,
            List<String> warnings,
            long micros) {}

    /** A client of the webhook on a port of this host. */
    public AdmissionClient(int port, CertificateAuthority authority) {
        this.base = URI.create("https://127.0.0.1:" + port);
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trusting(authority))
                .build();
    }

    /**
     * Sends a review.
     *
     * @param path {@code /admission/mutate} or {@code /admission/validate}
     * @param review an AdmissionReview; its UID is replaced
     */
    public Answer send(String path, JsonNode review) throws IOException, InterruptedException {
        ObjectNode sent = (ObjectNode) review.deepCopy();
        ((ObjectNode) sent.path("request")).put("uid", UUID.randomUUID().toString());
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(sent)))
                .build();
        long start = System.nanoTime();
        HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        long micros = (System.nanoTime() - start) / 1000;
        if (answer.statusCode() != 200) {
            throw new IOException("the webhook answered HTTP " + answer.statusCode());
        }
        return read(JSON.readTree(answer.body()).path("response"), sent.at("/request/object"), micros);
    }

    @Override
    public void close() {
        http.close();
    }

    private static Answer read(JsonNode response, JsonNode object, long micros) {
        JsonNode patch = response.has("patch")
                ? JSON.readTree(
                        Base64.getDecoder().decode(response.path("patch").asString()))
                : JSON.createArrayNode();
        List<String> warnings = new ArrayList<>();
        response.path("warnings").forEach(warning -> warnings.add(warning.asString()));
        return new Answer(
                response.path("allowed").asBoolean(),
                JsonPatch.apply(patch, object),
                patch.size(),
                response.at("/status/code").asInt(0),
                response.at("/status/message").asString(""),
                warnings,
                micros);
    }

    private static SSLContext trusting(CertificateAuthority authority) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("webhook", authority.certificate());
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this Java cannot trust a certificate in memory", e);
        }
    }
}
