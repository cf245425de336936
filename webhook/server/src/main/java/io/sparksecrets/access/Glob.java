package io.sparksecrets.access;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A pattern for paths of secrets.
 *
 * <pre>
 * *            any characters of one segment, also none:      team/*      team/db     not team/db/URL
 * **           whole segments, as a segment of its own:
 *              at the end one or more                         team/**     team/db/URL not team
 *              elsewhere none or more                         team/**&#47;URL team/URL    team/db/URL
 * {namespace}  the namespace of the pod that asks:            {namespace}/**
 * </pre>
 *
 * <p>Everything else stands for itself, and case matters. Braces can be in no path and in no name of a namespace, so the
 * placeholder clashes with nothing; in YAML a glob that begins with a brace or an asterisk needs quotes.
 *
 * <p>Matching takes time proportional to the length of the glob times the length of the path, whatever they hold.
 */
final class Glob {

    static final String NAMESPACE = "{namespace}";

    private static final int MAX_LENGTH = 300;
    private static final String ANY_SEGMENTS = "**";
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9_*][A-Za-z0-9_.*-]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.*-]+");

    private final String source;
    private final List<String> segments;

    private Glob(String source, List<String> segments) {
        this.source = source;
        this.segments = segments;
    }

    /** @throws IllegalArgumentException with a message that names the glob and says what is wrong with it */
    static Glob ofPaths(String source) {
        if (source.isEmpty() || source.length() > MAX_LENGTH) {
            throw bad(source, "must have 1 to " + MAX_LENGTH + " characters");
        }
        List<String> segments = List.of(source.split("/", -1));
        for (String segment : segments) {
            // The placeholder is matched as if it were a letter: what a namespace may hold, a segment may hold.
            String withoutPlaceholder = segment.replace(NAMESPACE, "n");
            if (segment.isEmpty()) {
                throw bad(source, "has an empty segment, and no path has one");
            }
            if (withoutPlaceholder.contains("{") || withoutPlaceholder.contains("}")) {
                throw bad(source, "has braces; the only placeholder is " + NAMESPACE);
            }
            if (segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS)) {
                throw bad(source, "has \"**\" beside other text; it must be a segment of its own, as in \"team/**\"");
            }
            if (!SEGMENT.matcher(withoutPlaceholder).matches()) {
                throw bad(
                        source,
                        "has the segment \"" + segment
                                + "\", which no path can match: segments hold letters, digits, \"_\", \"-\" and \".\""
                                + " and begin with a letter, a digit or \"_\"");
            }
        }
        return new Glob(source, segments);
    }

    /**
     * A pattern for the names of namespaces, service accounts and stores: one segment without a placeholder.
     *
     * @throws IllegalArgumentException with a message that names the glob and says what is wrong with it
     */
    static Glob ofNames(String source) {
        if (!NAME.matcher(source).matches() || source.contains(ANY_SEGMENTS)) {
            throw bad(
                    source,
                    "is no name; names hold letters, digits, \"_\", \"-\" and \".\", and \"*\" stands for any text");
        }
        return new Glob(source, List.of(source));
    }

    boolean matches(String text, String namespace) {
        String[] path = text.split("/", -1);
        // matched[j]: the segments of the glob so far match the first j segments of the path.
        boolean[] matched = new boolean[path.length + 1];
        matched[0] = true;
        for (int i = 0; i < segments.size(); i++) {
            matched = segments.get(i).equals(ANY_SEGMENTS)
                    ? afterAnySegments(matched, i == segments.size() - 1)
                    : afterSegment(matched, path, tokens(segments.get(i), namespace));
        }
        return matched[path.length];
    }

    private static boolean[] afterAnySegments(boolean[] before, boolean last) {
        boolean[] after = new boolean[before.length];
        boolean reached = false;
        for (int j = 0; j < before.length; j++) {
            after[j] = last ? reached : reached || before[j];
            reached |= before[j];
        }
        return after;
    }

    private static boolean[] afterSegment(boolean[] before, String[] path, List<String> pieces) {
        boolean[] after = new boolean[before.length];
        for (int j = 0; j < path.length; j++) {
            after[j + 1] = before[j] && matchesSegment(pieces, path[j]);
        }
        return after;
    }

    /** The texts between the asterisks of a segment. */
    private static List<String> tokens(String segment, String namespace) {
        List<String> pieces = new ArrayList<>();
        for (String piece : segment.split("\\*", -1)) {
            pieces.add(piece.replace(NAMESPACE, namespace));
        }
        return pieces;
    }

    /** The first piece must begin the text and the last end it; each piece between is taken where it is found first. */
    private static boolean matchesSegment(List<String> pieces, String text) {
        String first = pieces.getFirst();
        String last = pieces.getLast();
        if (pieces.size() == 1) {
            return text.equals(first);
        }
        if (text.length() < first.length() + last.length() || !text.startsWith(first) || !text.endsWith(last)) {
            return false;
        }
        int at = first.length();
        int end = text.length() - last.length();
        for (String piece : pieces.subList(1, pieces.size() - 1)) {
            int found = text.indexOf(piece, at);
            if (found < 0 || found + piece.length() > end) {
                return false;
            }
            at = found + piece.length();
        }
        return true;
    }

    /** The glob as it was written. */
    @Override
    public String toString() {
        return source;
    }

    private static IllegalArgumentException bad(String source, String why) {
        return new IllegalArgumentException("\"" + source + "\" " + why);
    }
}
