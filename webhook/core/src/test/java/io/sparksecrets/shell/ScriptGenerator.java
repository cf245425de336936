package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;

/** Makes scripts in which references are nested in all manner of constructs, and knows what words they print. */
final class ScriptGenerator {

    /** A part of a script, and what it yields. */
    private record Piece(String source, String result) {

        Piece and(Piece next) {
            return new Piece(source + next.source, result + next.result);
        }
    }

    record Script(String source, List<String> words) {}

    private static final Piece NOTHING = new Piece("", "");

    private final RandomGenerator random;
    private final boolean bash;
    private final Map<String, String> results;
    private final List<String> paths;

    /** @param results what the reference to each path yields; those to KEEP… are kept */
    ScriptGenerator(RandomGenerator random, boolean bash, Map<String, String> results) {
        this.random = random;
        this.bash = bash;
        this.results = results;
        this.paths = results.keySet().stream().sorted().toList();
    }

    Script script() {
        StringBuilder source = new StringBuilder();
        List<String> words = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Piece word = word(4);
            source.append(printing("%s\\0", word.source))
                    .append(pick("\n", "; ", " # it's \"${secrets.A}\n", "\n\n", " && "));
            words.add(word.result);
        }
        return new Script(source.append(':').toString(), words);
    }

    /** A command that prints a word. */
    private String printing(String format, String word) {
        String print = "printf '" + format + "' " + word;
        return switch (random.nextInt(bash ? 16 : 12)) {
            case 0 -> "{ " + print + "; }";
            case 1 -> "(" + print + ")";
            case 2 -> "if [ a = a ]; then " + print + "; fi";
            case 3 -> "case x in (y|z) ;; x) " + print + ";; esac";
            case 4 -> "case x in\n# it's )\nx)" + print + "\nesac";
            case 5 -> "for i in " + word + "; do printf '" + format + "' \"$i\"; done";
            case 6 -> "f() { " + print + "\n}; f";
            case 7 -> "x=" + word + " && printf '" + format + "' \"$x\"";
            case 8 -> "export x=" + word + "; printf '" + format + "' \"$x\"";
            case 9 -> "sh -c 'printf \"" + format + "\" \"$1\"' sh " + word;
            case 10 -> "case " + word + " in " + word + ") " + print + ";; esac 2>&1";
            case 12 -> "a=(b " + word + "\n# )\n); printf '" + format + "' \"${a[1]}\"";
            case 13 -> "[[ " + word + " == " + word + " && ( a =~ (a|b)$ || b > a ) ]] && " + print;
            case 14 -> "((1 << 2)); " + print;
            case 15 -> "function f { case x in *) " + print + ";; esac }; f";
            default -> print;
        };
    }

    private Piece word(int depth) {
        Piece word = doubleQuoted(depth);
        for (int i = random.nextInt(3); i > 0; i--) {
            word = word.and(piece(depth));
        }
        return word;
    }

    private Piece piece(int depth) {
        return switch (random.nextInt(bash ? 8 : 7)) {
            case 0 -> plain("ab-1/.,:=%+@_#");
            case 1, 2 -> reference(pick("", "\\"));
            case 3, 4 -> singleQuoted();
            case 5 -> doubleQuoted(depth);
            case 6 -> around("${u:-", depth == 0 ? reference("") : doubleQuotedInParameter(depth - 1), "}");
            default -> around("$'", mix(this::ansiCharacter), "'");
        };
    }

    private Piece singleQuoted() {
        return around("'", mix(() -> plain("a b\"\\`\n#(){}*?;&|<>$!~")), "'");
    }

    private Piece doubleQuoted(int depth) {
        Piece quoted = NOTHING;
        for (int i = random.nextInt(4); i > 0; i--) {
            quoted = quoted.and(
                    switch (random.nextInt(depth == 0 ? 3 : 6)) {
                        case 0 -> plain("a b'\n#(){}*?;&|<>!~");
                        case 1 ->
                            pick(
                                    new Piece("\\\"", "\""),
                                    new Piece("\\\\", "\\"),
                                    new Piece("\\$ ", "$ "),
                                    new Piece("\\`", "`"),
                                    new Piece("\\\n", ""),
                                    new Piece("\\a", "\\a"),
                                    new Piece("$((1 + (2)))", "3"),
                                    new Piece("`echo \\`echo a\\``", "a"));
                        case 2 -> reference(pick("", "\\"));
                        case 3, 4 -> substitution(depth - 1);
                        default -> parameter(depth - 1);
                    });
        }
        return around("\"", quoted, "\"");
    }

    /** Shells do not agree on other backslashes there. */
    private Piece doubleQuotedInParameter(int depth) {
        Piece inner = switch (random.nextInt(depth <= 0 ? 1 : 3)) {
            case 0 -> variable(pick("", "\\"));
            case 1 -> substitution(depth - 1);
            default -> parameter(depth - 1);
        };
        return around("\"", inner.and(plain("a b'\n#(){*;")), "\"");
    }

    private Piece parameter(int depth) {
        Piece inner = switch (random.nextInt(depth <= 0 ? 2 : 3)) {
            case 0 -> variable("");
            case 1 -> plain("a b\n#()*;&|<>");
            default -> substitution(depth - 1);
        };
        return pick(around("${u:-", inner, "}"), around("${u-", inner, "}"), around("${PATH:+", inner, "}"));
    }

    private Piece substitution(int depth) {
        if (random.nextInt(3) == 0) {
            Piece text = mix(() -> pick(plain("a b'\"\n#()*;&|<>"), variable("\\"), new Piece("\\\\", "\\")));
            boolean tabs = random.nextBoolean();
            String begin = "$(cat " + (tabs ? "<<-" : "<<") + " EOF" + pick("", " | cat", " # it's )") + "\n";
            String end = "\n" + (tabs ? "\t\t" : "") + "EOF\n)";
            return new Piece(begin + text.source + end, withoutLastNewlines(text.result + "\n"));
        }
        Piece word = word(depth);
        String comment = pick("", "", "# it's \")\n", " # ${secrets.A}\n");
        String printing = printing("%s", word.source);
        return new Piece(
                "$(" + comment + pick("", " ") + (printing.startsWith("(") ? " " : "") + printing + pick("", "\n", " ")
                        + ")",
                withoutLastNewlines(word.result));
    }

    private static String withoutLastNewlines(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.substring(0, end);
    }

    private Piece ansiCharacter() {
        return pick(plain("a b\"`(){}#*;"), new Piece("\\n", "\n"), new Piece("\\\\", "\\"), new Piece("\\x41", "A"));
    }

    private interface Source {
        Piece next();
    }

    /** Some pieces and references. */
    private Piece mix(Source pieces) {
        Piece mixed = NOTHING;
        for (int i = random.nextInt(4); i > 0; i--) {
            mixed = mixed.and(random.nextInt(3) == 0 ? reference("") : pieces.next());
        }
        return mixed;
    }

    private Piece reference(String before) {
        String path = paths.get(random.nextInt(paths.size()));
        return new Piece(before + "${secrets." + path + "}", Objects.requireNonNull(results.get(path)));
    }

    private Piece variable(String before) {
        Piece reference = reference(before);
        return reference.source.contains("KEEP") ? variable(before) : reference;
    }

    private Piece plain(String characters) {
        String character = String.valueOf(characters.charAt(random.nextInt(characters.length())));
        // Two dollar signs would be one for the shell; the tests of ShellText see to them.
        return character.equals("$") ? new Piece("$ ", "$ ") : new Piece(character, character);
    }

    private static Piece around(String before, Piece piece, String after) {
        return new Piece(before + piece.source + after, piece.result);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
