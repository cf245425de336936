package io.sparksecrets.program;

import java.util.List;
import java.util.regex.Pattern;

/** The words between a program that starts another one and that one. */
final class Wrappers {

    /** Of env; the long form may be shortened as long as it is clear. */
    private static final Pattern SPLIT_STRING = Pattern.compile("-[A-Za-z]*S.*|--s[a-z-]*(?:=.*)?", Pattern.DOTALL);

    private static final Pattern COMMAND = Pattern.compile("-[A-Za-z]*c.*|--command(?:=.*)?", Pattern.DOTALL);

    private Wrappers() {}

    static void readOptions(List<String> words, int wrapper, int command, WordUses uses) {
        String name = Programs.name(words.get(wrapper));
        for (int at = wrapper + 1; at < command; at++) {
            uses.set(at, UnknownWord.use(words, at));
            boolean splits =
                    name.equals("env") && SPLIT_STRING.matcher(words.get(at)).matches();
            boolean runs =
                    name.equals("flock") && COMMAND.matcher(words.get(at)).matches();
            if (splits || runs) {
                uses.refuseFrom(at, splits ? Reasons.SPLIT_STRING : Reasons.runs(name));
            }
        }
        // flock FILE -c COMMAND: its options may follow the file.
        if (name.equals("flock")
                && command < words.size()
                && COMMAND.matcher(words.get(command)).matches()) {
            uses.refuseFrom(command, Reasons.runs(name));
        }
    }
}
