package io.sparksecrets.shell;

import java.util.ArrayList;
import java.util.List;

/** The words of a container: its command followed by its args. */
public final class ShellCommand {

    private ShellCommand() {}

    /**
     * Finds the scripts that shells are given with {@code -c}, as in {@code bash -ec SCRIPT name args…}.
     *
     * <p>The shell need not come first, because {@code env}, {@code tini --} and Spark's entrypoint run the command that
     * follows them; nor need it be the only one, as in {@code sh -c 'exec "$@"' sh bash -c SCRIPT}. So a shell's name counts
     * wherever it stands: to take a text for a script that is none shows at once, to overlook a script would let the shell
     * run what a secret contains.
     *
     * @return where the scripts are in the words, counted from 0, in ascending order; mostly none or one
     */
    public static List<Integer> scriptIndices(List<String> words) {
        List<Integer> indices = new ArrayList<>();
        ShellInvocation invocation = new ShellInvocation();
        for (int i = 0; i < words.size(); i++) {
            if (invocation.isScript(words.get(i))) {
                indices.add(i);
            }
            invocation.add(words.get(i));
        }
        return List.copyOf(indices);
    }

    /**
     * Whether a shell is started so that it prints each command of its script before it runs it, as with {@code bash -xc SCRIPT}.
     *
     * @param operand where its script or file is in the words
     */
    public static boolean isTraced(List<String> words, int operand) {
        ShellInvocation invocation = new ShellInvocation();
        words.subList(0, operand).forEach(invocation::add);
        return invocation.isOperand(words.get(operand)) && invocation.isTraced();
    }

    /** Whether a word names a shell. */
    public static boolean isShell(String word) {
        return ShellInvocation.isShell(word);
    }

    /**
     * Where the shell's own options end: at its script, at the file it runs, or behind the last word.
     *
     * @param shell where the shell is in the words
     */
    public static int operandOf(List<String> words, int shell) {
        ShellInvocation invocation = new ShellInvocation();
        int at = shell;
        do {
            invocation.add(words.get(at++));
        } while (at < words.size() && !invocation.isOperand(words.get(at)));
        return at;
    }
}
