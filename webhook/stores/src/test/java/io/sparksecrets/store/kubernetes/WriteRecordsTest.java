package io.sparksecrets.store.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.store.kubernetes.WriteRecords.WriteRecord;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteRecordsTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void whatIsWrittenIsReadAgain() {
        WriteRecords records = new WriteRecords(Map.of())
                .with("team/KEY", new WriteRecord(START, START.plusMillis(1), "ann \"the admin\" Ä"));

        assertThat(WriteRecords.parse(records.annotation())).isEqualTo(records);
    }

    @Test
    void withFiveThousandPathsTheAnnotationStaysBelowItsLimitAndKnowsTheNewest() {
        Map<String, WriteRecord> many = new HashMap<>();
        for (int i = 0; i < 5000; i++) {
            many.put("team/folder/SECRET_" + i, new WriteRecord(START, START.plusSeconds(i), "ann@example.org"));
        }

        String annotation = new WriteRecords(many).annotation();

        assertThat(annotation.getBytes(StandardCharsets.UTF_8).length)
                .isBetween(WriteRecords.MAX_BYTES - 200, WriteRecords.MAX_BYTES);
        WriteRecords kept = WriteRecords.parse(annotation);
        assertThat(kept.of("team/folder/SECRET_4999")).contains(many.get("team/folder/SECRET_4999"));
        assertThat(kept.of("team/folder/SECRET_0")).isEmpty();
        assertThat(kept.byPath()).hasSizeGreaterThan(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "3", "{\"a\": 1}", "{\"a\": [\"yesterday\", \"today\", \"ann\"]}"})
    void whatSomebodyBrokeByHandIsAsIfItWereNotThere(String annotation) {
        assertThat(WriteRecords.parse(annotation).byPath()).isEmpty();
    }
}
