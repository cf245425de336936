package io.sparksecrets.shell;

import java.util.regex.Pattern;

/** What becomes of a reference in a script. */
public sealed interface Treatment {

    /**
     * The reference is replaced by a shell variable, quoted for its place, so that the value arrives as text whatever it
     * contains.
     *
     * @param name a name that a shell accepts for a variable: letters, digits and {@code _}, no digit first, all of ASCII
     */
    record Variable(String name) implements Treatment {

        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public Variable {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException("not the name of a shell variable: " + name);
            }
        }
    }

    /** The reference is escaped so that the shell hands its text on, as a part of the word in which it stands. */
    record Keep() implements Treatment {}

    /**
     * The reference must not stand where it does.
     *
     * @param why what is wrong and what to do instead, for the person who wrote the script
     */
    record Refuse(String why) implements Treatment {}
}
