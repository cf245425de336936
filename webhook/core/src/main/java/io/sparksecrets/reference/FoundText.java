package io.sparksecrets.reference;

import io.sparksecrets.text.Printable;

/** Words for what stands at a place of a text, such that what the eye cannot tell apart can be told apart. */
final class FoundText {

    private FoundText() {}

    /** The character at a place and which one of the text it is. */
    static String describe(String text, int at) {
        return at >= text.length() ? "the text ends" : name(text.codePointAt(at)) + " " + place(text, at);
    }

    /** Which character of the text it is, as people count: from 1, in code points. */
    static String place(String text, int at) {
        return "at character " + (text.codePointCount(0, at) + 1);
    }

    /** The text without what would break a line of a log or hide in it. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> printable.appendCodePoint(Printable.isVisible(c) ? c : '?'));
        return printable.toString();
    }

    private static String name(int character) {
        return switch (character) {
            case ' ' -> "a blank";
            case '\t' -> "a tab";
            case '\n', '\r' -> "a line break";
            case '"' -> "a double quote";
            default -> character > ' ' && character < 0x7F ? "\"%c\"".formatted(character) : unicodeName(character);
        };
    }

    private static String unicodeName(int character) {
        String visible = Printable.isVisible(character) ? "\"%c\", ".formatted(character) : "";
        String name = Character.getName(character);
        return "%sthe character U+%04X%s".formatted(visible, character, name == null ? "" : " (" + name + ")");
    }
}
