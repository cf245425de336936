package io.sparksecrets.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sparksecrets.kubernetes.ApiFailure.Kind;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiFailureTest {

    @ParameterizedTest
    @CsvSource({
        "400, MALFORMED, true",
        "401, UNAUTHORIZED, false",
        "403, FORBIDDEN, true",
        "404, NOT_FOUND, false",
        "405, UNSUPPORTED, true",
        "409, CONFLICT, false",
        "413, TOO_LARGE, false",
        "415, UNSUPPORTED, true",
        "418, OTHER, false",
        "422, INVALID, true",
        "429, BUSY, false",
        "500, BROKEN, false",
        "503, BROKEN, false"
    })
    void statusSaysWhatBecameOfTheRequestAndWhetherItWouldBeRefusedAgain(int code, Kind kind, boolean isRefusal) {
        ApiFailure failure = ApiFailure.of(answer(code, new Status()));
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.isRefusal()).isEqualTo(isRefusal);
        assertThat(failure.isUnanswered()).isFalse();
        assertThat(failure.answer()).isEqualTo("HTTP " + code);
    }

    @Test
    void exceptionSaysWhyThereWasNoAnswer() {
        assertUnanswered(new HttpConnectTimeoutException("x"), Kind.TIMED_OUT, "the API server did not answer in time");
        assertUnanswered(new TimeoutException(), Kind.TIMED_OUT, "the API server did not answer in time");
        assertUnanswered(
                caused(new ConnectException(), new ClosedChannelException()),
                Kind.UNREACHABLE,
                "the API server cannot be reached");
        assertUnanswered(
                new IOException("x", new SocketException("reset")),
                Kind.UNREACHABLE,
                "the API server cannot be reached (the connection broke)");
        assertUnanswered(new UnknownHostException("x"), Kind.UNREACHABLE, "the API server's name cannot be resolved");
        assertUnanswered(
                new IOException("x", new SSLHandshakeException("x")),
                Kind.UNREACHABLE,
                "the API server is not trusted, or speaks no TLS");
        assertUnanswered(
                new IOException("x", new ClosedChannelException()),
                Kind.UNREACHABLE,
                "the API server cannot be reached (ClosedChannelException)");
        assertThat(ApiFailure.of(new KubernetesClientException("x")).unanswered())
                .isEqualTo("the API server cannot be reached (KubernetesClientException)");
    }

    @Test
    void tellingExceptionIsNamedAndNotWhatNestsBelow() {
        Throwable refused = caused(new ConnectException(), new ClosedChannelException());
        assertThat(unanswered(new IOException("x", refused)).unansweredBecause())
                .isEqualTo("ConnectException");
    }

    @Test
    void wordsOfTheApiServerAreShownOnlyWhereTheyMayBe() {
        KubernetesClientException refused = answer(
                403, new StatusBuilder().withMessage("policy x: s3cret is weak").build());
        assertThat(ApiFailure.of(refused).answer()).isEqualTo("HTTP 403");
        assertThat(ApiFailure.of(refused).says("is weak")).isTrue();
        assertThat(ApiFailure.of(refused).begins("policy x: ")).isTrue();
        assertThat(ApiFailure.of(refused).begins("is weak")).isFalse();
        assertThat(ApiFailure.quotable(refused).answer()).isEqualTo("policy x: s3cret is weak");
    }

    @Test
    void answerWithoutAStatusSaysOnlyItsCode() {
        ApiFailure failure = ApiFailure.quotable(new KubernetesClientException("x", 502, null));
        assertThat(failure.answer()).isEqualTo("HTTP 502");
        assertThat(failure.reason()).isEmpty();
        assertThat(failure.retryAfter()).isEmpty();
        assertThat(failure.hasCause("x")).isFalse();
        assertThat(failure.isTooLarge()).isFalse();
    }

    @Test
    void statusHoldsReasonCausesAndHowLongToWait() {
        ApiFailure failure = ApiFailure.of(answer(
                429,
                new StatusBuilder()
                        .withReason("TooManyRequests")
                        .withNewDetails()
                        .withRetryAfterSeconds(3)
                        .addNewCause("", "", "Queue")
                        .endDetails()
                        .build()));
        assertThat(failure.reason()).isEqualTo("TooManyRequests");
        assertThat(failure.retryAfter()).contains(Duration.ofSeconds(3));
        assertThat(failure.hasCause("Queue")).isTrue();
        assertThat(failure.hasCause("Other")).isFalse();
    }

    @Test
    void noTimeIsNoTimeToWait() {
        Status now = new StatusBuilder()
                .withNewDetails()
                .withRetryAfterSeconds(0)
                .endDetails()
                .build();
        assertThat(ApiFailure.of(answer(429, now)).retryAfter()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "413, ",
        "500, etcdserver: request is too large",
        "500, 'rpc error: trying to send message larger than max (2097290 vs. 2097152)'",
        "422, 'metadata.annotations: Too long: may not be more than 1048576 bytes'"
    })
    void apiServerAndEtcdHaveTheirWordsForTooLarge(int code, String message) {
        Status status = new StatusBuilder().withMessage(message).build();
        assertThat(ApiFailure.of(answer(code, status)).isTooLarge()).isTrue();
    }

    private static void assertUnanswered(Throwable cause, Kind kind, String words) {
        ApiFailure failure = unanswered(cause);
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.isUnanswered()).isTrue();
        assertThat(failure.isRefusal()).isFalse();
        assertThat(failure.unanswered()).isEqualTo(words);
    }

    private static ApiFailure unanswered(Throwable cause) {
        return ApiFailure.of(new KubernetesClientException("x", cause));
    }

    private static Throwable caused(Throwable failure, Throwable cause) {
        return failure.initCause(cause);
    }

    private static KubernetesClientException answer(int code, Status status) {
        return new KubernetesClientException("x", code, status);
    }
}
