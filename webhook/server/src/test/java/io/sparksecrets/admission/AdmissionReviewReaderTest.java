package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.admission.AdmissionRequest.Kind;
import io.sparksecrets.admission.AdmissionRequest.Operation;
import io.sparksecrets.admission.AdmissionRequest.Resource;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class AdmissionReviewReaderTest {

    private static final int LIMIT = 1 << 20;

    private final AdmissionReviewReader reader = new AdmissionReviewReader(LIMIT);

    @Test
    void theRequestOfACapturedReviewIsReadInFull() throws Exception {
        AdmissionRequest request = reader.read(Reviews.captured("spark-4.1.1/executor-pod-1.json"));

        assertThat(request.kind()).isEqualTo(new Kind("", "v1", "Pod"));
        assertThat(request.resource()).isEqualTo(new Resource("", "v1", "pods"));
        assertThat(request.operation()).isEqualTo(Operation.CREATE);
        assertThat(request.namespace()).isEqualTo("spark");
        assertThat(request.name()).isEqualTo("cap41-69f001a20a472c7b-exec-1");
        assertThat(request.subresource()).isEmpty();
        assertThat(request.dryRun()).isFalse();
        assertThat(request.oldObject()).isNull();
        assertThat(request.userInfo().username()).isEqualTo("system:serviceaccount:spark:spark");
        assertThat(request.userInfo().groups()).contains("system:serviceaccounts", "system:authenticated");
        assertThat(request.userInfo().extra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("cap41-ea8170a20a4716ac-driver"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark-4.1.1/driver-pod.json", "spark-4.1.1/executor-pod-1.json"})
    void theObjectIsWhatWasSentWithoutItsManagedFieldsAndItsStatus(String file) throws Exception {
        JsonNode sent = JsonMapper.shared().readTree(Reviews.captured(file)).at("/request/object");
        assertThat(((ObjectNode) sent.get("metadata")).remove("managedFields"))
                .as("what the API server sent has managed fields")
                .isNotNull();
        assertThat(((ObjectNode) sent).remove("status"))
                .as("what the API server sent has a status")
                .isNotNull();

        assertThat(reader.read(Reviews.captured(file)).object()).isEqualTo(sent);
    }

    @Test
    void managedFieldsOfTheOldObjectAreLeftOutTooAndThoseElsewhereAreKept() throws Exception {
        AdmissionRequest request = reader.read(
                Reviews.podWith(
                        "\"oldObject\":null",
                        "\"oldObject\":{\"metadata\":{\"managedFields\":[{}],\"a\":{\"managedFields\":1}},\"managedFields\":2}"));

        assertThat(Objects.requireNonNull(request.oldObject()).toString())
                .isEqualTo("{\"metadata\":{\"a\":{\"managedFields\":1}},\"managedFields\":2}");
    }

    @Test
    void whatIsLeftOutIsNotLookedAt() throws Exception {
        String anything = "{\"x\":1,\"x\":{\"y\":[1e999999999]}}";

        AdmissionRequest request = reader.read(Reviews.bytes(Reviews.POD
                .replace(
                        "{\"kind\":\"AdmissionReview\"", "{\"x\":0,\"x\":" + anything + ",\"kind\":\"AdmissionReview\"")
                .replace("\"uid\":\"u-1\"", "\"options\":" + anything + ",\"uid\":\"u-1\"")
                .replace("\"metadata\":{", "\"status\":" + anything + ",\"metadata\":{\"status\":1,")));

        assertThat(request.object().toString())
                .isEqualTo("{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"status\":1,\"name\":\"driver\"}}");
    }

    @Test
    void aReviewOfMoreTokensThanAreReadIsRefused() throws Exception {
        AdmissionReviewReader lenient = new AdmissionReviewReader(10 * LIMIT);

        assertThat(lenient.read(podWithSpec("{},".repeat(249_000))).uid()).isEqualTo("u-1");
        assertThatThrownBy(() -> lenient.read(podWithSpec("{},".repeat(250_001))))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessageContaining(
                        "the body is beyond a limit: Token count (500001) exceeds the maximum allowed (500000");
    }

    @Test
    void aReviewOfMoreReferencesThanAnythingCanHaveIsRefused() throws Exception {
        AdmissionReviewReader lenient = new AdmissionReviewReader(10 * LIMIT);
        String references = "\"${secrets.A}\\u0024{secrets.B}\",".repeat(ReferenceLimit.MAX / 2);

        assertThat(lenient.read(podWithSpec(references + "\"" + "${secrets.".repeat(100_000) + "\","))
                        .uid())
                .as("with beginnings of references beside them")
                .isEqualTo("u-1");
        assertThatThrownBy(() -> lenient.read(podWithSpec(references + "\"${secrets.C}\",")))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessage("the review holds more than 25000 references; hand over fewer");
    }

    private static byte[] podWithSpec(String items) {
        return Reviews.podWith("\"metadata\":{", "\"spec\":[" + items + "0],\"metadata\":{");
    }

    @Test
    void unknownFieldsAndTheFormOfNumbersAreKept() throws Exception {
        String object =
                "{\"z\":1.10,\"a\":12345678901234567890123,\"new\":{\"x\":[null,true,-7,9007199254740993]},\"\":\"\"}";

        AdmissionRequest request = reader.read(Reviews.podWith(
                "{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{\"name\":\"driver\",\"managedFields\":[{\"manager\":\"x\"}]}}",
                object));

        assertThat(request.object().toString()).isEqualTo(object);
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatter() throws Exception {
        AdmissionRequest request = reader.read(Reviews.podWith(
                "{\"kind\":\"AdmissionReview\",\"apiVersion\":\"admission.k8s.io/v1\",\"request\"",
                "{\"response\":null,\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\",\"request\""));

        assertThat(request.uid()).isEqualTo("u-1");
    }

    @Test
    void aTextMayBeAsLongAsTheBody() throws Exception {
        String text = "x".repeat(LIMIT - 1000);

        assertThat(reader.read(Reviews.podWith("\"name\":\"driver\",\"m", "\"name\":\"" + text + "\",\"m"))
                        .object()
                        .at("/metadata/name")
                        .stringValue())
                .hasSameSizeAs(text);
    }

    @Test
    void everyPrefixOfAReviewIsRefusedAsCutOff() {
        byte[] whole = Reviews.pod();
        for (int length = 1; length < whole.length; length++) {
            int end = length;
            assertThatThrownBy(() -> reader.read(Arrays.copyOf(whole, end)))
                    .as("the first %d bytes", length)
                    .isInstanceOf(BadAdmissionReviewException.class)
                    .hasMessageMatching(
                            "the body is (cut off after %d bytes|no JSON, near byte \\d+)".formatted(length));
        }
    }

    static Stream<Arguments> badBodies() {
        return Stream.of(
                Arguments.of("", "the body is empty"),
                Arguments.of(" \n", "the body is empty"),
                Arguments.of("password", "the body is no JSON, near byte "),
                Arguments.of("{'a':1}", "the body is no JSON, near byte "),
                Arguments.of("{\"a\":1,}", "the body is no JSON, near byte "),
                Arguments.of("{\"a\":NaN}", "the body is no JSON, near byte "),
                Arguments.of("[]", "the body is JSON but no object"),
                Arguments.of("null", "the body is JSON but no object"),
                Arguments.of("{} {}", "something follows the review after byte 2"),
                Arguments.of("{}x", "the body is no JSON, near byte "),
                Arguments.of("{\"kind\":1,\"kind\":1}", "an object names the same member twice, before byte 18"),
                Arguments.of("{\"a\":\"\u0001\"}", "the body is no JSON, near byte "),
                Arguments.of(
                        "{}",
                        "expected an AdmissionReview of admission.k8s.io/v1; "
                                + "set admissionReviewVersions: [\"v1\"] in the webhook configuration"));
    }

    @ParameterizedTest
    @MethodSource("badBodies")
    void whatIsNoReviewIsRefusedWithAReasonThatQuotesNothingOfIt(String body, String why) {
        assertThatThrownBy(() -> reader.read(Reviews.bytes(body)))
                .isInstanceOfSatisfying(
                        BadAdmissionReviewException.class,
                        e -> assertThat(e.status()).isEqualTo(400))
                .hasMessageMatching(Pattern.quote(why) + "\\d*");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        byte[] latin1 = Reviews.podWith("system:authenticated", "syst?m");
        for (int i = 0; i < latin1.length; i++) {
            latin1[i] = latin1[i] == '?' ? (byte) 0xe8 : latin1[i];
        }

        assertThatThrownBy(() -> reader.read(latin1))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessageStartingWith("the body is no JSON, near byte ");
    }

    static Stream<Arguments> incompleteReviews() {
        return Stream.of(
                Arguments.of("admission.k8s.io/v1\"", "admission.k8s.io/v1beta1\"", "expected an AdmissionReview of"),
                Arguments.of("\"AdmissionReview\"", "\"Review\"", "expected an AdmissionReview of"),
                Arguments.of("\"AdmissionReview\"", "7", "kind is no text"),
                Arguments.of("\"request\":", "\"requested\":", "request is missing"),
                Arguments.of("\"uid\":\"u-1\"", "\"uid\":\"\"", "request.uid is missing"),
                Arguments.of("\"uid\":\"u-1\"", "\"uid\":1", "request.uid is no text"),
                Arguments.of("\"object\":", "\"objects\":", "request.object is missing"),
                Arguments.of("\"object\":{", "\"object\":null,\"x\":{", "request.object is missing"),
                Arguments.of("\"object\":{", "\"object\":[],\"x\":{", "request.object is no object"),
                Arguments.of("\"oldObject\":null", "\"oldObject\":\"\"", "request.oldObject is no object"),
                Arguments.of("\"operation\":\"CREATE\"", "\"operation\":\"create\"", "request.operation is none of"),
                Arguments.of(
                        "\"version\":\"v1\",\"kind\":\"Pod\"", "\"version\":\"v1\"", "request.kind.kind is missing"),
                Arguments.of("\"resource\":\"pods\"", "\"resource\":null", "request.resource.resource is missing"),
                Arguments.of("\"userInfo\":", "\"user\":", "request.userInfo is missing"),
                Arguments.of(
                        "[\"system:authenticated\"]",
                        "\"system:authenticated\"",
                        "request.userInfo.groups is no array"),
                Arguments.of("[\"system:authenticated\"]", "[7]", "request.userInfo.groups is no array of texts"),
                Arguments.of("[\"driver\"]", "\"driver\"", "a member of request.userInfo.extra is no array of texts"),
                Arguments.of("\"dryRun\":false", "\"dryRun\":\"false\"", "request.dryRun is neither true nor false"));
    }

    @ParameterizedTest
    @MethodSource("incompleteReviews")
    void aReviewWithoutWhatTheApiServerAlwaysSendsIsRefusedByTheNameOfTheField(
            String text, String instead, String why) {
        assertThatThrownBy(() -> reader.read(Reviews.podWith(text, instead)))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void nestingIsLimitedAndWhatKubernetesNestsIsFarBelow() throws Exception {
        assertThat(reader.read(nested(150)).uid()).isEqualTo("u-1");
        assertThatThrownBy(() -> reader.read(nested(ReviewTree.MAX_DEPTH)))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessageStartingWith("the body is beyond a limit: Document nesting depth");
        assertThatThrownBy(() -> reader.read(Reviews.bytes("[".repeat(100_000))))
                .isInstanceOf(BadAdmissionReviewException.class);
    }

    @Test
    void nestingIsLimitedInWhatIsLeftOutToo() {
        assertThatThrownBy(() -> reader.read(
                        Reviews.podWith("[{\"manager\":\"x\"}]", "[".repeat(100_000) + "]".repeat(100_000))))
                .isInstanceOf(BadAdmissionReviewException.class)
                .hasMessageStartingWith("the body is beyond a limit: Document nesting depth");
    }

    @Test
    void aRequestDoesNotShowItsObjectAsText() throws Exception {
        assertThat(reader.read(Reviews.pod()).toString())
                .isEqualTo("AdmissionRequest[CREATE Pod spark/driver, uid=u-1]");
    }

    private static byte[] nested(int depth) {
        return Reviews.podWith("\"metadata\":{", "\"a\":" + "[".repeat(depth) + "]".repeat(depth) + ",\"metadata\":{");
    }
}
