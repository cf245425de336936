package io.sparksecrets.shell;

import org.jspecify.annotations.Nullable;

/** How the shell reads the text around a reference, and so how a variable or the reference's own text is written there. */
enum Place {
    BARE("\"", "\"", "'", "'", "'\"\\`$"),
    DOUBLE_QUOTES("", "", "\\", "", "\"\\`$"),
    /** In <code>"${x:-…}"</code> or <code>${x:-"…"}</code>. */
    PARAMETER_IN_DOUBLE_QUOTES("", "", null, "", "'\"\\`$"),
    SINGLE_QUOTES("'\"", "\"'", "", "", "'"),
    /** Within {@code $'…'}. */
    ANSI_C_QUOTES("'\"", "\"$'", "", "", "'\\"),
    HERE_DOCUMENT("", "", "\\", "", "\\`$\n"),
    QUOTED_HERE_DOCUMENT(null, "", "", "", "\n");

    private final @Nullable String beforeVariable;
    private final String afterVariable;
    private final @Nullable String beforeKept;
    private final String afterKept;
    private final String special;

    /** @param special what means something to the shell at this place, so that a default that holds it could be read in two ways */
    Place(
            @Nullable String beforeVariable,
            String afterVariable,
            @Nullable String beforeKept,
            String afterKept,
            String special) {
        this.beforeVariable = beforeVariable;
        this.afterVariable = afterVariable;
        this.beforeKept = beforeKept;
        this.afterKept = afterKept;
        this.special = special;
    }

    /**
     * Why a reference cannot be treated so at this place; null where it can.
     *
     * @param source the reference as it is written
     * @param afterDollarSign whether a dollar sign comes before what is replaced
     */
    @Nullable
    String refusal(Treatment treatment, String source, boolean afterDollarSign) {
        if (treatment instanceof Treatment.Refuse refuse) {
            return refuse.why();
        }
        if (!readsAlike(source)) {
            return Refusal.DEFAULT_IN_TWO_WAYS;
        }
        boolean variable = treatment instanceof Treatment.Variable;
        if (variable && beforeVariable == null) {
            return Refusal.QUOTED_HERE_DOCUMENT;
        }
        if (!variable && beforeKept == null) {
            return Refusal.KEPT_IN_PARAMETER;
        }
        // $"…" and $'…' would begin another kind of string, and $${ would become ${ on its way through the kubelet.
        boolean joins = this == BARE || (variable && (this == PARAMETER_IN_DOUBLE_QUOTES || this == HERE_DOCUMENT));
        return afterDollarSign && joins ? Refusal.AFTER_DOLLAR_SIGN : null;
    }

    /** What a reference becomes that is not refused. */
    String write(Treatment treatment, String source, boolean afterDollarSign) {
        if (treatment instanceof Treatment.Variable variable) {
            // Closing and opening the quotes parts the dollar signs, for the kubelet's sake.
            String apart = this == DOUBLE_QUOTES && afterDollarSign ? "\"\"" : "";
            return apart + beforeVariable + "${" + variable.name() + "}" + afterVariable;
        }
        return beforeKept + source + afterKept;
    }

    /** Whether the shell and the grammar of references read a reference's source alike; <code>\}</code> they do. */
    private boolean readsAlike(String source) {
        for (int at = "${".length(); at < source.length(); at++) {
            if (special.indexOf(source.charAt(at)) >= 0 && !source.startsWith("\\}", at)) {
                return false;
            }
        }
        return true;
    }
}
