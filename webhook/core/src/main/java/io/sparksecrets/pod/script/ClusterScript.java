package io.sparksecrets.pod.script;

import io.sparksecrets.program.ClusterMode;
import io.sparksecrets.program.CommandWords;
import io.sparksecrets.program.Surroundings;
import io.sparksecrets.program.WordUse;
import io.sparksecrets.shell.ScriptReference;
import io.sparksecrets.shell.ScriptReference.Part;

/**
 * A script that may submit in cluster mode. The submitter copies its words, and files that it reads, into API objects, and a shell
 * has many ways to put there what another command got. So a value goes only to programs that do not hand it on.
 */
final class ClusterScript {

    private static final WordUse.Refused REFUSED = new WordUse.Refused(
            "may reach the command of this script that submits in cluster mode, which would copy the value into API objects;"
                    + " write the reference among the words of spark-submit itself, where it stays a reference, or put it into an env"
                    + " variable of the container, which the program reads by itself");

    private final boolean submits;

    ClusterScript(String script, Surroundings surroundings) {
        this.submits = ClusterMode.isPossibleIn(script, surroundings);
    }

    boolean submits() {
        return submits;
    }

    /**
     * What becomes of a reference.
     *
     * @param use what would become of the reference elsewhere, which fills in its value
     * @param variableOfPrograms whether it is in a variable that the script itself uses nowhere
     */
    WordUse use(ScriptReference found, WordUse use, boolean variableOfPrograms) {
        boolean keptApart = !submits
                || use instanceof WordUse.Conf
                || variableOfPrograms
                || found.part() == Part.FILE
                || CommandWords.keepToThemselves(found.command().words());
        return keptApart ? use : REFUSED;
    }
}
