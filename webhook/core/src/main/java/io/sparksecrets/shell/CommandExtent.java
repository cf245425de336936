package io.sparksecrets.shell;

import io.sparksecrets.shell.ScriptCommand.Redirections;
import java.util.ArrayList;
import java.util.List;

/** Where a command stands in a script, the files of its redirections, and the commands within the compound one that it redirects. */
final class CommandExtent {

    private final List<String> written = new ArrayList<>();
    private final List<String> read = new ArrayList<>();
    private int begin = -1;
    private int end;
    private int bodyFrom;
    private int bodyTo;
    private boolean fed;

    /** Whether it begins here and has not before. */
    boolean begins(int place) {
        boolean begins = begin < 0;
        begin = begins ? place : begin;
        return begins;
    }

    /** Where it begins in the script; -1 where it has not. */
    int begin() {
        return begin;
    }

    /** A word of it ends, or of a redirection. */
    void endsWord(int place) {
        end = place;
    }

    void names(String file, boolean writes) {
        (writes ? written : read).add(file);
    }

    /** It redirects a compound command with these commands, unless it gets words. */
    void redirects(int from, int to) {
        bodyFrom = from;
        bodyTo = to;
    }

    int bodyFrom() {
        return bodyFrom;
    }

    int bodyTo() {
        return bodyTo;
    }

    /** It reads a here-document or a here-string. */
    void feed() {
        fed = true;
    }

    boolean isFed() {
        return fed;
    }

    /** @param start where it begins, or the compound command that it redirects */
    Redirections redirections(int start) {
        return new Redirections(start, end, written, read);
    }
}
