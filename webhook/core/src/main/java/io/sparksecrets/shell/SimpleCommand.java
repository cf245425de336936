package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words of one simple command as they are read, as far as they tell whether the shell would evaluate a value. */
final class SimpleCommand {

    static final int LONGEST_WORD = 4096;

    private static final Set<String> EVALUATE_WORDS = Set.of("eval", "trap", "alias", "let");
    private static final Set<String> TAKE_NAMES = Set.of("unset", "read", "getopts", "mapfile", "readarray");
    private static final Set<String> DECLARE = Set.of("declare", "typeset", "local", "export", "readonly");
    private static final Set<String> TEST = Set.of("[[", "[", "test", "printf");
    private static final Set<String> COMPARE_NUMBERS = Set.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge");
    private static final Set<String> RUN_THE_REST = Set.of("command", "builtin");
    private static final Set<String> OTHER_SHELLS = Set.of("su", "runuser", "sg", "script", "flock");

    private final StringBuilder word = new StringBuilder();
    private final List<String> words = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<Integer> ends = new ArrayList<>();
    private int placeOfWord;
    private final ShellInvocation invocation = new ShellInvocation();
    private final SetOptions setOptions = new SetOptions();
    private Optional<Boolean> switched = Optional.empty();
    private String name = "";
    private boolean empty = true;
    final CommandExtent extent = new CommandExtent();
    private boolean redirection;
    private boolean writes;
    private boolean hereString;
    private boolean integer;
    private boolean array;
    private boolean test;
    private int wordStart = -1;
    private boolean namePart;
    private boolean subscript;
    private int reference = -1;
    private int precedingReference = -1;

    /** A command within the parentheses of another one: of an array, or of {@code [[ ( … ) ]]}. */
    static SimpleCommand within(SimpleCommand outer) {
        SimpleCommand inner = new SimpleCommand();
        inner.test = outer.test;
        return inner;
    }

    /** Whether no word has come yet, so that the next one may be a reserved word. */
    boolean isEmpty() {
        return empty;
    }

    /** Whether it is {@code [[ … ]]}, in which operators and line breaks do not end a command. */
    boolean isTest() {
        return test;
    }

    String name() {
        return name;
    }

    boolean inWord() {
        return wordStart >= 0;
    }

    int wordStart() {
        return wordStart;
    }

    /** What the word, or the text of a here-document, is for the command. */
    ScriptReference.Part part() {
        return !redirection
                ? ScriptReference.Part.WORD
                : hereString ? ScriptReference.Part.INPUT : ScriptReference.Part.FILE;
    }

    /** How many words have ended, without those of redirections. */
    int size() {
        return words.size();
    }

    /** Whether the last word switches tracing on or off; empty where it does neither. */
    Optional<Boolean> switchesTracing() {
        return switched;
    }

    /**
     * The command as far as it has been read.
     *
     * @param start where it begins, or the compound command that it redirects
     * @param body the commands within the compound one that it redirects, where it has no words
     */
    ScriptCommand read(int start, List<ScriptCommand> body) {
        return new ScriptCommand(words, starts, ends, extent.redirections(start), body);
    }

    private String preceding() {
        return words.isEmpty() ? "" : words.getLast();
    }

    /** Whether a shell is named that would run what comes from its input. */
    boolean readsScriptFromInput() {
        return invocation.readsInput();
    }

    /** @param place where it begins in the script */
    void startWord(int at, int place) {
        if (wordStart < 0) {
            placeOfWord = place;
            wordStart = at;
            word.setLength(0);
            namePart = true;
            subscript = false;
            reference = -1;
        }
    }

    /** Adds an unquoted character to the word. */
    void bare(char character) {
        if (character == '[' && namePart) {
            subscript = true;
        } else if (character == ']') {
            subscript = false;
        }
        namePart &= Character.isLetterOrDigit(character) || character == '_';
        if (word.length() < LONGEST_WORD) {
            word.append(character);
        }
    }

    /** Adds a part of a text to the word as it stands there, to be quoted or not. */
    void source(String text, int from, int to) {
        word.append(text, from, Math.min(to, from + Math.max(0, LONGEST_WORD - word.length())));
    }

    void reference(int at) {
        reference = at;
    }

    /** Forgets the word where it is the number of a file descriptor, as in {@code 2>}. */
    boolean dropFileDescriptor() {
        boolean number = inWord() && word.toString().matches("[0-9]+");
        wordStart = number ? -1 : wordStart;
        return number;
    }

    /** Whether the next word, or the one that is being read, is no argument but a file or a here-string. */
    boolean isRedirected() {
        return redirection;
    }

    /** The next word is no argument but says where input comes from or output goes to. */
    void redirect(boolean fromHereString, boolean output) {
        redirection = true;
        hereString = fromHereString;
        writes = output;
    }

    /**
     * Ends the word.
     *
     * @param end where it ends in the script
     * @return where a reference is that the word shows to be evaluated, as in {@code [[ ${secrets.X} -eq 1 ]]}; -1 where none is
     */
    int endWord(int end) {
        String finished = word.toString();
        wordStart = -1;
        extent.endsWord(end);
        if (redirection) {
            if (!hereString) {
                extent.names(finished, writes);
            }
            redirection = false;
            hereString = false;
            return -1;
        }
        boolean compares = test && COMPARE_NUMBERS.contains(finished);
        precedingReference = compares ? precedingReference : reference;
        invocation.add(finished);
        test = empty ? test || finished.equals("[[") : test && !finished.equals("]]");
        if (DECLARE.contains(name) && finished.startsWith("-")) {
            integer |= finished.indexOf('i') > 0 || finished.indexOf('n') > 0;
            array |= finished.indexOf('a') > 0 || finished.indexOf('A') > 0;
        }
        switched = name.equals("set") ? setOptions.read(finished) : Optional.empty();
        boolean assignment = name.isEmpty() && finished.matches("(?s)[A-Za-z_][A-Za-z0-9_]*\\+?=.*");
        if ((name.isEmpty() && !assignment) || RUN_THE_REST.contains(name)) {
            name = finished;
        }
        words.add(finished);
        starts.add(placeOfWord);
        ends.add(end);
        empty = false;
        return compares ? precedingReference : -1;
    }

    /**
     * Why the shell, or another one, would evaluate a value at this place of the word; null where it would not.
     *
     * @param element whether the place is within the parentheses of an array's elements
     */
    @Nullable
    String danger(boolean element) {
        if (redirection) {
            return hereString && invocation.readsInput() ? Refusal.NESTED_SHELL : null;
        }
        String argument = word.toString();
        boolean ofOtherShell = OTHER_SHELLS.contains(name)
                && (preceding().matches("-[a-z]*c|--(session-)?command")
                        || argument.matches("--(session-)?command=.*"));
        if (invocation.isScript(argument) || ofOtherShell) {
            return Refusal.NESTED_SHELL;
        }
        if (EVALUATE_WORDS.contains(name)) {
            return Refusal.evaluates(name);
        }
        boolean namesVariable = TAKE_NAMES.contains(name)
                || (DECLARE.contains(name) && argument.indexOf('=') < 0)
                || (TEST.contains(name)
                        && (preceding().equals("-v") || preceding().equals("-R")));
        if (namesVariable) {
            return Refusal.takesName(name);
        }
        if (integer || (array && !element)) {
            return Refusal.evaluates(name + " with this option");
        }
        if (subscript) {
            return Refusal.SUBSCRIPT;
        }
        return test && COMPARE_NUMBERS.contains(preceding()) ? Refusal.ARITHMETIC : null;
    }
}
