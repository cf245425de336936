package io.sparksecrets.conf;

import java.util.Set;

/** Environment variables whose value a shell, an interpreter or the loader runs, or takes for options that make it run something. */
public final class CodeVariables {

    private static final Set<String> NAMES = Set.of(
            "BASH_ENV",
            "ENV",
            "PROMPT_COMMAND",
            "PS0",
            "PS1",
            "PS2",
            "PS4",
            "SHELLOPTS",
            "BASHOPTS",
            "IFS",
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "PERL5OPT",
            "PERL5DB",
            "PERL5LIB",
            "RUBYOPT",
            "RUBYLIB",
            "PYTHONSTARTUP",
            "PYTHONPATH",
            "PYTHONHOME",
            "PYTHONINSPECT",
            "NODE_OPTIONS",
            "NODE_PATH",
            "GIT_SSH_COMMAND",
            "GIT_SSH",
            "GIT_EXTERNAL_DIFF",
            "GIT_PAGER",
            "GIT_EDITOR",
            "EDITOR",
            "VISUAL",
            "PAGER",
            "MANPAGER",
            "LESSOPEN",
            "LESSCLOSE",
            "RSYNC_RSH",
            "PATH",
            "SHELL");

    private CodeVariables() {}

    /** Whether a variable of this name is no place for a secret, because its value is or names code. */
    public static boolean isCode(String variable) {
        return NAMES.contains(variable) || variable.startsWith("BASH_FUNC_");
    }
}
