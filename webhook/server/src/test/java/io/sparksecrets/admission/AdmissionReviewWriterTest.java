package io.sparksecrets.admission;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdmissionReviewWriterTest {

    @Test
    void anAllowedObjectIsAnsweredWithNothingElse() {
        assertThat(written(AdmissionResponse.allowed()).toString())
                .isEqualTo("{\"apiVersion\":\"admission.k8s.io/v1\",\"kind\":\"AdmissionReview\","
                        + "\"response\":{\"uid\":\"u-1\",\"allowed\":true}}");
    }

    @Test
    void aPatchIsWrittenInBase64() {
        String patch = "[{\"op\":\"add\",\"path\":\"/a\",\"value\":\"ü\"}]";

        JsonNode response = response(AdmissionResponse.patched(Reviews.bytes(patch)));

        assertThat(response.get("allowed").booleanValue()).isTrue();
        assertThat(response.get("patchType").stringValue()).isEqualTo("JSONPatch");
        assertThat(Base64.getDecoder().decode(response.get("patch").stringValue()))
                .isEqualTo(Reviews.bytes(patch));
    }

    @Test
    void aPatchWithoutOperationsIsNoPatch() {
        assertThat(AdmissionResponse.patched(new byte[0])).isEqualTo(AdmissionResponse.allowed());
        assertThat(AdmissionResponse.patched(Reviews.bytes("[]"))).isEqualTo(AdmissionResponse.allowed());
        assertThat(response(AdmissionResponse.patched(Reviews.bytes("[]"))).has("patch"))
                .isFalse();
    }

    @Test
    void aDenialIsForbiddenSoThatClientsDoNotTryAgain() {
        assertThat(response(AdmissionResponse.denied("no secret DB_PASSWORD")).toString())
                .isEqualTo("{\"uid\":\"u-1\",\"allowed\":false,\"status\":{\"status\":\"Failure\","
                        + "\"message\":\"no secret DB_PASSWORD\",\"reason\":\"Forbidden\",\"code\":403}}");
    }

    @Test
    void aMessageThatNobodyWouldReadToItsEndIsCut() {
        assertThat(AdmissionResponse.denied("x".repeat(16_384)).message()).isEqualTo("x".repeat(16_384));
        assertThat(AdmissionResponse.denied("x".repeat(16_385)).message())
                .isEqualTo("x".repeat(16_384) + "… (and 1 characters more)");
    }

    @Test
    void anUnavailableStoreIsServiceUnavailableSoThatClientsTryAgain() {
        JsonNode status =
                response(AdmissionResponse.unavailable("store vault is sealed")).get("status");

        assertThat(status.get("code").intValue()).isEqualTo(503);
        assertThat(status.get("reason").stringValue()).isEqualTo("ServiceUnavailable");
        assertThat(status.get("message").stringValue()).isEqualTo("store vault is sealed");
    }

    @Test
    void warningsAreOneLineEachAndNoLongerThanTheApiServerPassesOn() {
        String exact = "é".repeat(AdmissionResponse.MAX_WARNING_LENGTH);
        AdmissionResponse answer = AdmissionResponse.allowed()
                .withWarnings(List.of("two\r\nlines\t", exact, exact + "x", "\uD83D\uDE00".repeat(300)));

        List<String> warnings = response(answer)
                .get("warnings")
                .valueStream()
                .map(JsonNode::stringValue)
                .toList();

        assertThat(warnings).hasSize(4);
        assertThat(warnings.get(0)).isEqualTo("two lines");
        assertThat(warnings.get(1)).isEqualTo(exact);
        assertThat(warnings.get(2)).isEqualTo("é".repeat(AdmissionResponse.MAX_WARNING_LENGTH - 1) + "…");
        assertThat(warnings.get(3)).isEqualTo("\uD83D\uDE00".repeat(AdmissionResponse.MAX_WARNING_LENGTH - 1) + "…");
    }

    @Test
    void halfASurrogatePairInANameDoesNotBreakTheAnswer() {
        assertThat(response(AdmissionResponse.denied("pod \uD83D is wrong"))
                        .at("/status/message")
                        .stringValue())
                .isEqualTo("pod ? is wrong");
    }

    @Test
    void anAnswerDoesNotShowItsPatchAsText() {
        assertThat(AdmissionResponse.patched(Reviews.bytes("[{\"op\":\"add\"}]"))
                        .toString())
                .isEqualTo("AdmissionResponse[patched, 14 bytes of patch, 0 warnings]");
        assertThat(AdmissionResponse.denied("why").toString())
                .isEqualTo("AdmissionResponse[denied: why, 0 bytes of patch, 0 warnings]");
    }

    private static JsonNode response(AdmissionResponse answer) {
        return written(answer).get("response");
    }

    private static JsonNode written(AdmissionResponse answer) {
        byte[] json = new AdmissionReviewWriter().write("u-1", answer);
        return JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
    }
}
