package io.sparksecrets.shell;

import org.jspecify.annotations.Nullable;

/**
 * The beginning of a parameter expansion: <code>${</code>, the parameter's name and the operator.
 *
 * @param length how many characters it has up to the operator, which is not among them
 * @param operator what follows the name, two characters at most
 */
record ParameterExpansion(int length, String operator) {

    static ParameterExpansion at(String text, int start, int limit) {
        int at = start + 2;
        if (at < limit && " \t\n|(".indexOf(text.charAt(at)) >= 0) {
            throw new UnreadableException("\"${\" is followed by a command, which only some shells know; write $(...)");
        }
        if (at < limit && (text.charAt(at) == '#' || text.charAt(at) == '!')) {
            return new ParameterExpansion(3, "");
        }
        if (at < limit && "@*?-$".indexOf(text.charAt(at)) >= 0 && !text.startsWith("${", at)) {
            at++;
        } else {
            while (at < limit && isNameCharacter(text.charAt(at))) {
                at++;
            }
        }
        return new ParameterExpansion(at - start, text.substring(at, Math.min(at + 2, limit)));
    }

    /**
     * Why no reference can stand after the operator; null where one can.
     *
     * @param quoted whether it is within double quotes; otherwise the shell would split what {@code :=} has assigned
     */
    @Nullable
    String refusal(boolean quoted) {
        String second = operator.startsWith(":") ? operator.substring(1) : operator;
        boolean word = second.startsWith("-") || second.startsWith("+") || (quoted && second.startsWith("="));
        return word ? null : Refusal.PATTERN;
    }

    boolean isPattern() {
        return !operator.isEmpty() && "#%/^,".indexOf(operator.charAt(0)) >= 0;
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    }
}
