package io.sparksecrets.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class RedactedTest {

    @Test
    void anExceptionIsItsTypesAndPlacesWithoutMessages() {
        Throwable thrown = new IllegalStateException("hunter2", new IOException("hunter3"));

        assertThat(Redacted.of(thrown))
                .startsWith("java.lang.IllegalStateException\n\tat io.sparksecrets.text.RedactedTest.")
                .contains("\ncaused by java.io.IOException\n\tat ")
                .doesNotContain("hunter");
    }

    @Test
    void causesThatGoInCirclesEnd() {
        Exception first = new Exception("a");
        Exception second = new Exception("b", first);
        first.initCause(second);

        assertThat(Redacted.of(first).split("caused by", -1)).hasSize(2);
    }
}
