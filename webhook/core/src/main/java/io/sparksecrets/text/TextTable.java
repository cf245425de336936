package io.sparksecrets.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows whose columns begin below each other, two blanks apart. What a cell holds cannot move the cursor. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table whose first row is the headings. */
    public TextTable(String... headings) {
        add(headings);
    }

    /** Adds a row with as many cells as there are headings. */
    public void add(String... cells) {
        rows.add(Arrays.stream(cells).map(Printable::of).toList());
    }

    /** All rows, without blanks at their ends. */
    public List<String> lines() {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int column = 0; column < widths.length; column++) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < widths.length; column++) {
                String cell = row.get(column);
                line.append(cell)
                        .append(" ".repeat(widths[column] - length(cell)))
                        .append(GAP);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
