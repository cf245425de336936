package io.sparksecrets.program;

import io.sparksecrets.conf.CodeVariables;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Template;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A word of a program that nobody here knows, which may take it for code. It is filled in where all of it is references, or
 * where it is plainly a datum: {@code name=value}, {@code --name=value}, a URL, {@code user:value}, a path.
 */
final class UnknownWord {

    /** Stands for a reference while the text around it is looked at. */
    private static final char VALUE = '\u0001';

    private static final Pattern MEANINGFUL = Pattern.compile("[\\s'\"`;]|\\$\\(");
    private static final Pattern ASSIGNMENT = Pattern.compile("-{0,2}([A-Za-z_][\\w.-]*)=.*", Pattern.DOTALL);
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*|[\\w.%+@\u0001-]+:.*", Pattern.DOTALL);
    private static final Pattern PATH = Pattern.compile("[\\w./@%+,~\u0001][\\w./@%+,~\u0001-]*");

    /** What the kubelet expands, or a shell. */
    private static final Pattern EXPANSION = Pattern.compile("\\$\\([\\w.-]+\\)");

    private static final Pattern PASSWORD = Pattern.compile("-[pu]\u0001+");

    /** {@code -c}, {@code -e}, {@code -ec}, {@code -lc}, {@code -ne} and their like. */
    private static final Pattern SHORT_CODE_OPTION = Pattern.compile("-[A-Za-z]{0,2}[ceESQq]");

    private static final Pattern JOINED_CODE_OPTION = Pattern.compile("-[A-Za-z]{0,2}[ceES].*", Pattern.DOTALL);

    private static final Set<String> CODE_WORDS = Set.of(
            "c",
            "e",
            "checkpoint-action",
            "cmd",
            "cmds",
            "code",
            "command",
            "commands",
            "eval",
            "exec",
            "execute",
            "expr",
            "expression",
            "hook",
            "init-command",
            "initcommand",
            "print",
            "receive-pack",
            "rsync-path",
            "system",
            "upload-pack",
            "program",
            "proxycommand",
            "query",
            "rsh",
            "run",
            "script",
            "session-command",
            "shell",
            "sql",
            "statement",
            "split-string",
            "editor",
            "pager");

    private static final Pattern ENDS_IN_CODE_WORD =
            Pattern.compile("(?:.*[._-])?(?:cmd|code|command|eval|exec|hook|program|query|rsh|script|shell|sql)");

    private UnknownWord() {}

    static WordUse use(List<String> words, int at) {
        Template template;
        try {
            template = Template.parse(words.get(at));
        } catch (MalformedReferenceException e) {
            return new WordUse.Data(); // What is malformed is told where references are parsed.
        }
        String text = shape(template);
        if (text.indexOf(VALUE) < 0) {
            return new WordUse.Data();
        }
        String preceding = at > 0 ? words.get(at - 1) : "";
        if (takesCode(preceding)) {
            return new WordUse.Refused(Reasons.afterCodeOption(preceding));
        }
        if (text.chars().allMatch(c -> c == VALUE)) {
            return new WordUse.Data();
        }
        return !MEANINGFUL.matcher(text).find() && isDatum(text)
                ? new WordUse.Data()
                : new WordUse.Refused(Reasons.UNKNOWN_PROGRAM);
    }

    private static boolean isDatum(String text) {
        var assignment = ASSIGNMENT.matcher(text);
        if (assignment.matches()) {
            return !isCodeName(assignment.group(1)) && !CodeVariables.isCode(assignment.group(1));
        }
        return PASSWORD.matcher(text).matches()
                || (PATH.matcher(text).matches() && !text.startsWith("+"))
                || (ADDRESS.matcher(text).matches()
                        && !isCodeName(text.substring(0, text.indexOf(':')))
                        && !JOINED_CODE_OPTION.matcher(text).matches()
                        && !text.startsWith("-"));
    }

    private static boolean takesCode(String option) {
        if (SHORT_CODE_OPTION.matcher(option).matches()) {
            return true;
        }
        return option.startsWith("-") && option.indexOf('=') < 0 && isCodeName(option.replaceFirst("^-{1,2}", ""));
    }

    private static boolean isCodeName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return CODE_WORDS.contains(lower)
                || lower.startsWith("oproxycommand")
                || lower.startsWith("olocalcommand")
                || ENDS_IN_CODE_WORD.matcher(lower).matches();
    }

    private static String shape(Template template) {
        StringBuilder shape = new StringBuilder();
        for (Template.Part part : template.parts()) {
            switch (part) {
                case Template.Literal literal -> shape.append(literal.source());
                case Template.Escape escape -> shape.append(escape.text());
                case Template.Placeholder placeholder -> shape.append(VALUE);
            }
        }
        return EXPANSION.matcher(shape).replaceAll("x");
    }
}
