package io.sparksecrets.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

class PropertiesReaderTest {

    private static final List<String> PIECES = List.of(
            "a", "spark.b", "=", ":", " ", "\t", "\f", "\n", "\r", "\r\n", "\\", "\\\\", "\\\n", "#", "!", "\\u0041",
            "\\n", "é", "v");

    @Test
    void everyEntryKnowsTheLineItBeginsIn() throws Exception {
        assertThat(PropertiesReader.read("# comment \\\nspark.a one \\\n   two\r\n\nspark.b = x\\=y  \rspark.c\n"))
                .containsExactly(
                        new Property("spark.a", "one two", 2),
                        new Property("spark.b", "x=y", 5),
                        new Property("spark.c", "", 6));
    }

    @Test
    void lineBreaksThatWereEscapedStayAtTheEndsOfAValueAsInSpark() throws Exception {
        assertThat(PropertiesReader.read("spark.a \\t \\n x \\r \\t\n"))
                .containsExactly(new Property("spark.a", "\n x \r", 1));
    }

    @Test
    void entriesAreThoseThatJavaReads() throws Exception {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(14); n > 0; n--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            Properties expected = new Properties();
            expected.load(new StringReader(text.toString()));
            Map<String, String> read = new LinkedHashMap<>();
            PropertiesReader.read(text.toString())
                    .forEach(property ->
                            read.put(property.key(), property.value().trim()));
            expected.replaceAll((key, value) -> ((String) value).trim());
            assertThat(read).as("text %d: %s", i, text).isEqualTo(expected);
        }
    }
}
