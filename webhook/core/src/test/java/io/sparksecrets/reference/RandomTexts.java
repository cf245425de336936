package io.sparksecrets.reference;

import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Texts and references made from a seed, full of what is nearly right. */
final class RandomTexts {

    private static final String[] PIECES = {
        "${secrets.",
        "${secrets:",
        "$${secrets.",
        "$${secrets:",
        "${secrets",
        "${secretsManager.",
        "$",
        "$$",
        "${",
        "{",
        "}",
        "\\}",
        "\\",
        "#",
        "@",
        ":",
        ":-",
        "-",
        "|",
        "|url",
        "|json",
        "|base64",
        "/",
        ".",
        "_",
        "a",
        "KEY",
        "team/db",
        "vault:",
        "0",
        "1",
        "42",
        " ",
        "\n",
        "\"",
        "$(X)",
        "{{X}}",
        "ä",
        "😀",
        "\uD83D",
        "\u0000",
        "9999999999999999999",
        "${secrets.a}",
        "${secrets:v:a#f@1|url:-d\\}}"
    };
    private static final String NAME_CHARACTERS = "abzAZ019_-.";
    private static final String[] DEFAULTS = {
        "", "none", "}", "\\}", "a\\b", "{\"a\": {}}", ":-#@/", "|url", "\n ä😀", "$", "${secrets"
    };

    private static final List<Encoding> ENCODINGS = List.of(Encoding.values());

    private final SplittableRandom random;

    RandomTexts(long seed) {
        random = new SplittableRandom(seed);
    }

    /** Anything, most of it close to the grammar, at most some hundred characters. */
    String text() {
        StringBuilder text = new StringBuilder();
        for (int pieces = random.nextInt(12); pieces > 0; pieces--) {
            switch (random.nextInt(8)) {
                case 0 -> text.append((char) random.nextInt(Character.MAX_VALUE + 1));
                case 1 -> text.append(brokenAtOnePlace(reference().toString()));
                case 2 -> text.append(reference());
                default -> text.append(oneOf(PIECES));
            }
        }
        return text.toString();
    }

    /** Text without the beginning of a reference or of an escape, and without a dollar sign at its end. */
    String literal() {
        String text = text();
        return Template.mayHoldReference(text) || text.endsWith("$") ? "plain" : text;
    }

    Reference reference() {
        return new Reference(
                sometimes(name("v", "abzAZ019_-")),
                name("a", NAME_CHARACTERS) + (random.nextBoolean() ? "" : "/" + name("_", NAME_CHARACTERS)),
                sometimes(name("f", NAME_CHARACTERS)),
                sometimes(Long.toString(random.nextLong(1, 1_000_000_000_000_000_000L))),
                random.nextInt(3) == 0 ? ENCODINGS.get(random.nextInt(ENCODINGS.size())) : null,
                sometimes(oneOf(DEFAULTS)));
    }

    private String brokenAtOnePlace(String text) {
        int at = random.nextInt(text.length());
        return switch (random.nextInt(3)) {
            case 0 -> text.substring(0, at) + text.substring(at + 1);
            case 1 -> text.substring(0, at) + oneOf(PIECES) + text.substring(at);
            default -> text.substring(0, at) + oneOf(PIECES) + text.substring(at + 1);
        };
    }

    private String name(String first, String characters) {
        StringBuilder name = new StringBuilder(first);
        for (int length = random.nextInt(6); length > 0; length--) {
            name.append(characters.charAt(random.nextInt(characters.length())));
        }
        return name.toString();
    }

    private @Nullable String sometimes(String text) {
        return random.nextInt(3) == 0 ? text : null;
    }

    private String oneOf(String[] texts) {
        return texts[random.nextInt(texts.length)];
    }
}
