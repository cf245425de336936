package io.sparksecrets.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what was probably meant as a reference and is none, so that it stays text: <code>${secret.X}</code>, <code>
 * {{secrets/a/b}}</code>, <code>${{ secrets.X }}</code>, {@code $(secrets.X)}, {@code $secrets.X} and their like.
 *
 * <p>An escape is none of them, nor is what begins as a reference does, which is malformed where it is not well formed.
 */
public final class NearMisses {

    private static final int SHORTEST = "$secret.X".length();
    private static final int LONGEST_BODY = 400;

    /** What closes what is opened; nothing for a variable as shells write it. */
    private static final Map<String, String> CLOSERS =
            Map.of("${{", "}}", "{{", "}}", "${", "}", "$(", ")", "$[", "]", "%{", "}", "((", "))", "$", "");

    private static final Pattern OPENING =
            Pattern.compile("(?<![$\\\\])(?<open>\\$\\{\\{|\\{\\{|\\$\\{|\\$\\(|\\$\\[|%\\{|\\(\\(|\\$)"
                    + "(?<blank>\\s{0,9})(?<word>[Ss][Ee][Cc][Rr][Ee][Tt][Ss]?)(?<separator>[.:/])(?=[A-Za-z0-9_])");

    private static final Pattern NAME = Pattern.compile("\\w[\\w.-]*(?:/\\w[\\w.-]*)*");

    /** A shell variable of that name, which the same text sets. */
    private static final Pattern ASSIGNMENT = Pattern.compile("(?<![\\w.$-])secrets?(?:=| in )");

    private NearMisses() {}

    /**
     * Whether {@link #warnings} may find anything in a text. Cheap, also for a text that holds references as they should be
     * written.
     */
    public static boolean mayBeIn(String text) {
        return text.length() >= SHORTEST && (mayBeIn(text, "ecret") || mayBeIn(text, "ECRET"));
    }

    private static boolean mayBeIn(String text, String middle) {
        for (int at = text.indexOf(middle); at >= 0; at = text.indexOf(middle, at + 1)) {
            if (isPlausible(text, at - 1, at + middle.length())) {
                return true;
            }
        }
        return false;
    }

    /** @param end where the text goes on after "secret" */
    private static boolean isPlausible(String text, int start, int end) {
        int before = start - 1;
        while (before >= 0 && Character.isWhitespace(text.charAt(before))) {
            before--;
        }
        int after = end < text.length() && (text.charAt(end) == 's' || text.charAt(end) == 'S') ? end + 1 : end;
        return before >= 0
                && "{([$".indexOf(text.charAt(before)) >= 0
                && after < text.length()
                && ".:/".indexOf(text.charAt(after)) >= 0
                && !Grammar.beginsReference(text, start - 2);
    }

    /**
     * A warning for each near miss of a text, with the right spelling.
     *
     * @param where the place in messages' words
     */
    public static List<Problem> warnings(String where, String text) {
        if (!mayBeIn(text)) {
            return List.of();
        }
        List<Problem> warnings = new ArrayList<>();
        boolean assigns = ASSIGNMENT.matcher(text).find();
        Matcher opening = OPENING.matcher(text);
        while (opening.find()) {
            String open = opening.group("open");
            String separator = opening.group("separator");
            boolean variable = open.equals("$") || (open.equals("${") && !separator.equals("."));
            boolean begunRightly = Grammar.beginsReference(text, opening.start());
            boolean blankAfterVariable =
                    open.equals("$") && !opening.group("blank").isEmpty();
            boolean path = open.equals("$") && !separator.equals(".");
            if (begunRightly || blankAfterVariable || path || (variable && assigns)) {
                continue;
            }
            rightSpelling(text, opening.end(), open, separator)
                    .map(right -> new Problem(
                            where,
                            "\"%s%s%s%s…\" is no reference and stays text; write %s"
                                    .formatted(
                                            open,
                                            opening.group("blank").isEmpty() ? "" : " ",
                                            opening.group("word"),
                                            separator,
                                            right)))
                    .filter(warning -> !warnings.contains(warning))
                    .ifPresent(warnings::add);
        }
        return warnings;
    }

    /** The reference that was meant, without what may be a default. */
    private static Optional<Reference> rightSpelling(String text, int from, String open, String separator) {
        String closer = CLOSERS.getOrDefault(open, "");
        String rest = text.substring(from, Math.min(text.length(), from + LONGEST_BODY));
        int end = closer.isEmpty() ? -1 : rest.indexOf(closer);
        String body = end < 0 ? "" : rest.substring(0, end).strip();
        Optional<Reference> meant = Optional.empty();
        if (separator.equals(":")) {
            meant = parsed("${secrets:" + body + "}");
        }
        return meant.or(() -> parsed("${secrets." + body + "}")).or(() -> name(rest));
    }

    /** The reference to what stands there of a path. */
    private static Optional<Reference> name(String rest) {
        Matcher name = NAME.matcher(rest);
        return name.lookingAt()
                ? parsed("${secrets." + name.group().replaceFirst("[.-]+$", "") + "}")
                : Optional.empty();
    }

    private static Optional<Reference> parsed(String text) {
        try {
            return Template.parse(text).soleReference().map(Reference::withoutDefault);
        } catch (MalformedReferenceException e) {
            return Optional.empty();
        }
    }
}
