package io.sparksecrets.command.secrets;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The byte order marks by which texts in UTF-16 and UTF-32 begin, as Windows PowerShell writes them with {@code >}. */
final class UnicodeMark {

    private record Mark(String hex, String charset) {}

    /** Those of UTF-32 first, since one of them begins with one of UTF-16. */
    private static final List<Mark> MARKS = List.of(
            new Mark("fffe0000", "UTF-32"),
            new Mark("0000feff", "UTF-32"),
            new Mark("fffe", "UTF-16"),
            new Mark("feff", "UTF-16"));

    private static final int LONGEST = 4;

    private UnicodeMark() {}

    /** The encoding that a text says to be in; empty for one in UTF-8 or that does not say. */
    static Optional<String> otherThanUtf8(byte[] text) {
        String beginning = HexFormat.of().formatHex(text, 0, Math.min(LONGEST, text.length));
        return MARKS.stream()
                .filter(mark -> beginning.startsWith(mark.hex()))
                .map(Mark::charset)
                .findFirst();
    }
}
