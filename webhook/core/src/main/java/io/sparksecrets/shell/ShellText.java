package io.sparksecrets.shell;

import io.sparksecrets.expansion.ExpansionToken;
import java.util.Arrays;

/**
 * A script as the shell gets it: on the way Kubernetes takes escapes out. Variables stay, of which nobody knows here which there
 * are.
 */
final class ShellText {

    private final String script;
    private final String text;
    private final int[] places;

    private ShellText(String script, String text, int[] places) {
        this.script = script;
        this.text = text;
        this.places = places;
    }

    static ShellText of(String script) {
        StringBuilder text = new StringBuilder(script.length());
        int[] places = new int[script.length() + 1];
        for (ExpansionToken token : ExpansionToken.of(script)) {
            int start = token.kind() == ExpansionToken.Kind.ESCAPE ? token.end() - 1 : token.start();
            for (int at = start; at < token.end(); at++) {
                places[text.length()] = at;
                text.append(script.charAt(at));
            }
        }
        places[text.length()] = script.length();
        return new ShellText(script, text.toString(), Arrays.copyOf(places, text.length() + 1));
    }

    /** What the shell reads. */
    String text() {
        return text;
    }

    /** Where a character of the text is in the script. */
    int inScript(int at) {
        return places[at];
    }

    /** Where a place of the script is in the text. */
    int inText(int place) {
        int found = Arrays.binarySearch(places, place);
        return found >= 0 ? found : -found - 1;
    }

    /** Whether something that begins like a reference stands at a place of the text and is not escaped. */
    boolean referenceAt(int at) {
        return (text.startsWith("${secrets.", at) || text.startsWith("${secrets:", at)) && !followsDollarSign(at);
    }

    /** Whether the script has a dollar sign before a place of the text; the text may have lost it. */
    boolean followsDollarSign(int at) {
        return places[at] > 0 && script.charAt(places[at] - 1) == '$';
    }

    /** The next place between two where something begins like a reference and is not escaped; -1 where there is none. */
    int nextReference(int from, int to) {
        int at = text.indexOf("${secrets", from, to);
        while (at >= 0 && !referenceAt(at)) {
            at = text.indexOf("${secrets", at + 1, to);
        }
        return at;
    }
}
