package io.sparksecrets.authorization;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure;
import io.sparksecrets.kubernetes.BoundedClient;
import io.sparksecrets.reference.SecretValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Asks the API server, with the API groups {@code authentication.k8s.io/v1} and {@code authorization.k8s.io/v1}. The service
 * account of the installation needs {@code create} on their {@code tokenreviews} and {@code subjectaccessreviews}.
 */
public final class KubernetesAccessReviews implements AccessReviews, AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

    /**
     * The API server counts reviews and deliveries as of one client: without a bound, whoever calls the API with made-up tokens
     * could make deliveries wait.
     */
    private static final int MOST_AT_ONCE = 8;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    private final KubernetesClient client;
    private final String namespace;
    private final Semaphore asking = new Semaphore(MOST_AT_ONCE);

    private KubernetesAccessReviews(KubernetesClient client, String namespace) {
        this.client = client;
        this.namespace = namespace;
    }

    /**
     * Prepares to connect, with timeouts of its own; nothing is asked yet.
     *
     * @param config where the API server is and how to authenticate
     * @param namespace that of the installation, in which Roles allow something
     */
    public static KubernetesAccessReviews connect(Config config, String namespace) {
        return new KubernetesAccessReviews(BoundedClient.connect(config, CONNECT_TIMEOUT, REQUEST_TIMEOUT), namespace);
    }

    @Override
    public void close() {
        client.close();
    }

    @Override
    public Optional<Caller> authenticate(SecretValue token) {
        TokenReview review = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token.reveal())
                .endSpec()
                .build();
        TokenReview answer = answered(
                "whom the token is of",
                "tokenreviews.authentication.k8s.io",
                () -> client.tokenReviews().create(review));
        boolean valid = answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAuthenticated());
        return valid ? Optional.of(caller(answer.getStatus().getUser())) : Optional.empty();
    }

    @Override
    public Optional<String> refusal(Caller caller, Permission permission) {
        String[] resource = permission.resource().split("/", 2);
        SubjectAccessReview review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(caller.username())
                .withUid(caller.uid())
                .withGroups(caller.groups())
                .withExtra(caller.extra())
                .withNewResourceAttributes()
                .withGroup(Permission.API_GROUP)
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : "")
                .withName(permission.name())
                .withNamespace(namespace)
                .withVerb(permission.verb())
                .endResourceAttributes()
                .endSpec()
                .build();
        SubjectAccessReview answer = answered(
                "what %s may do".formatted(caller.username()),
                "subjectaccessreviews.authorization.k8s.io",
                () -> client.authorization().v1().subjectAccessReview().create(review));
        boolean allowed = answer.getStatus() != null
                && Boolean.TRUE.equals(answer.getStatus().getAllowed());
        return allowed ? Optional.empty() : Optional.of(refusal(caller, permission, namespace));
    }

    private static Caller caller(UserInfo user) {
        return new Caller(
                Objects.requireNonNullElse(user.getUsername(), ""),
                Objects.requireNonNullElse(user.getUid(), ""),
                Objects.requireNonNullElse(user.getGroups(), List.<String>of()),
                Objects.requireNonNullElse(user.getExtra(), Map.<String, List<String>>of()));
    }

    private static String refusal(Caller caller, Permission permission, String namespace) {
        return "%s may not %s %s%s in the namespace %s; a cluster administrator can allow it there with a Role of the rule %s"
                .formatted(
                        caller.username(),
                        permission.verb(),
                        permission.resource() + "." + Permission.API_GROUP,
                        permission.name().isEmpty() ? "" : " \"" + permission.name() + "\"",
                        namespace,
                        permission.rule());
    }

    private <T> T answered(String question, String resource, Supplier<T> review) {
        try {
            if (!asking.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw unanswered(
                        question, "%d questions are being answered already; try again".formatted(MOST_AT_ONCE));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unanswered(question, "the server stops");
        }
        try {
            return review.get();
        } catch (KubernetesClientException e) {
            throw unanswered(question, why(ApiFailure.of(e), resource));
        } finally {
            asking.release();
        }
    }

    private static AccessReviewException unanswered(String question, String why) {
        return new AccessReviewException("cannot ask Kubernetes %s: %s".formatted(question, why));
    }

    private static String why(ApiFailure failure, String resource) {
        return switch (failure.kind()) {
            case FORBIDDEN ->
                "the service account of the installation may not create %s; grant it that, as the ClusterRole of the chart does"
                        .formatted(resource);
            case UNAUTHORIZED -> "it does not accept the credentials of the installation";
            case UNREACHABLE, TIMED_OUT -> "the API server cannot be reached; try again";
            default -> "the API server answered %s; try again".formatted(failure.httpStatus());
        };
    }
}
