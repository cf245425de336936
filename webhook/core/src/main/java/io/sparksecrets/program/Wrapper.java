package io.sparksecrets.program;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A program that starts the one which its further words name, with the words that follow it.
 *
 * @param valued options whose value is the next word
 * @param operands how many words stand between the options and the command
 */
record Wrapper(Set<String> valued, int operands) {

    private static final Map<String, Wrapper> WRAPPERS = Map.ofEntries(
            Map.entry("env", options("-u", "--unset", "-C", "--chdir")),
            Map.entry("exec", options("-a")),
            Map.entry("command", options()),
            Map.entry("builtin", options()),
            Map.entry("nohup", options()),
            Map.entry("setsid", options()),
            Map.entry("time", options("-f", "--format", "-o", "--output")),
            Map.entry("nice", options("-n", "--adjustment")),
            Map.entry("ionice", options("-c", "--class", "-n", "--classdata")),
            Map.entry("stdbuf", options("-i", "--input", "-o", "--output", "-e", "--error")),
            Map.entry("timeout", new Wrapper(Set.of("-k", "--kill-after", "-s", "--signal"), 1)),
            Map.entry("tini", options("-p", "-e")),
            Map.entry("tini-static", options("-p", "-e")),
            Map.entry("dumb-init", options("-r", "--rewrite")),
            Map.entry("catatonit", options()),
            Map.entry("gosu", new Wrapper(Set.of(), 1)),
            Map.entry("su-exec", new Wrapper(Set.of(), 1)),
            Map.entry("busybox", options()),
            Map.entry("flock", new Wrapper(Set.of("-w", "--wait", "--timeout", "-E", "--conflict-exit-code"), 1)));

    private static Wrapper options(String... valued) {
        return new Wrapper(Set.of(valued), 0);
    }

    static Optional<Wrapper> named(String name) {
        return Optional.ofNullable(WRAPPERS.get(name));
    }

    /** Where the command begins that follows; the number of the words where none does. */
    int commandAfter(List<String> words, int wrapper) {
        int at = wrapper + 1;
        while (at < words.size() && words.get(at).startsWith("-")) {
            String option = words.get(at++);
            if (option.equals("--")) {
                break;
            }
            at += valued.contains(option) ? 1 : 0;
        }
        return Math.min(at + operands, words.size());
    }
}
