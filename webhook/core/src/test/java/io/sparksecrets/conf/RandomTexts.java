package io.sparksecrets.conf;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Texts that are likely to hit what is special to properties, options, quotes and references. */
final class RandomTexts {

    private static final List<String> FRAGMENTS = List.of(
            " ",
            "  ",
            "\t",
            "\n",
            "\r",
            "\r\n",
            "\f",
            "\\",
            "\\\\",
            "\"",
            "'",
            "=",
            ":",
            "#",
            "!",
            "$",
            "$$",
            "{",
            "}",
            "@",
            "*",
            "a",
            "Bc",
            "0",
            "ü",
            "日本",
            "\u0001",
            "\u0085",
            "\u00A0",
            "\u2028",
            "-Dx=",
            "\\u0041",
            "\\n",
            "${user.home}",
            "$(X)",
            "`",
            ",",
            ";",
            "%",
            "~",
            ".");

    private final Random random;

    RandomTexts(long seed) {
        random = new Random(seed);
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    String text() {
        return text(random.nextInt(8));
    }

    String text(int fragments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < fragments; i++) {
            text.append(oneOf(FRAGMENTS));
        }
        return text.toString();
    }

    String textWithEmoji() {
        return text() + (random.nextBoolean() ? "🔑" : "") + text();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    Map<String, String> entries(int count) {
        Map<String, String> entries = new LinkedHashMap<>();
        while (entries.size() < count) {
            entries.put((random.nextBoolean() ? "spark." : "") + textWithEmoji(), textWithEmoji());
        }
        return entries;
    }
}
