package io.sparksecrets.program;

import java.util.List;
import java.util.Set;

/**
 * Names of programs that are words of the language too, as in {@code kyuubi-ctl create batch --password X} and {@code tool --lang
 * python}. Among the words of a program that is not known, one is a mere word where an option follows which no such program has.
 */
final class NestedNames {

    private static final Set<String> WORDS = Set.of(
            "batch", "at", "watch", "make", "script", "screen", "eval", "expect", "cmd", "nu", "java", "sh", "bash");

    /** Long options of these programs, and of python. */
    private static final Set<String> OPTIONS = Set.of(
            "add-exports",
            "add-modules",
            "add-opens",
            "add-reads",
            "always-make",
            "append",
            "assume-new",
            "assume-old",
            "beep",
            "check-hash-based-pycs",
            "check-symlink-times",
            "chgexit",
            "class-path",
            "color",
            "command",
            "commands",
            "config",
            "debug",
            "debugger",
            "describe-module",
            "differences",
            "directory",
            "dry-run",
            "dump-po-strings",
            "dump-strings",
            "echo",
            "emulate",
            "enable-native-access",
            "enable-preview",
            "environment-overrides",
            "equexit",
            "errexit",
            "eval",
            "exec",
            "execute",
            "file",
            "flush",
            "force",
            "help",
            "ignore-errors",
            "illegal-access",
            "include",
            "include-dir",
            "init-file",
            "interactive",
            "interval",
            "jobs",
            "just-print",
            "keep-going",
            "limit-modules",
            "list-modules",
            "load-average",
            "log-in",
            "log-io",
            "log-out",
            "log-timing",
            "logging-format",
            "login",
            "makefile",
            "max-load",
            "module",
            "module-path",
            "new-file",
            "no-builtin-rules",
            "no-keep-going",
            "no-linenumbering",
            "no-print-directory",
            "no-rerun",
            "no-title",
            "no-wrap",
            "noediting",
            "noprofile",
            "norc",
            "old-file",
            "output-limit",
            "output-sync",
            "patch-module",
            "posix",
            "precise",
            "pretty-print",
            "print-data-base",
            "print-directory",
            "question",
            "quiet",
            "rcfile",
            "recon",
            "restricted",
            "return",
            "session-command",
            "shell",
            "show-version",
            "silent",
            "source",
            "stdin",
            "stop",
            "timing",
            "touch",
            "trace",
            "upgrade-module-path",
            "verbose",
            "version",
            "warn-undefined-variables",
            "what-if",
            "wordexp");

    private NestedNames() {}

    /** Whether a word that names a program is no more than a word there. */
    static boolean isMereWord(List<String> words, int at) {
        String name = Programs.name(words.get(at));
        String next = at + 1 < words.size() ? words.get(at + 1) : "";
        return (WORDS.contains(name) || Programs.isPython(name))
                && words.get(at).indexOf('/') < 0
                && next.matches("(?s)--[A-Za-z].*")
                && !OPTIONS.contains(next.substring(2).replaceFirst("(?s)=.*", ""));
    }
}
