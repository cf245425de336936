package io.sparksecrets.command;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.json.JsonMapper;

/** Real programs of this machine, which say what they make of a text. */
final class Programs {

    private static final String SHLEX = "import json, os, shlex; print(json.dumps(shlex.split(os.environ['TEXT'])))";

    private Programs() {}

    /** What a script prints. */
    static String bash(String script) throws Exception {
        return output(new ProcessBuilder("bash", "-c", script));
    }

    /** The words of a text as pyspark splits it. */
    static List<String> shlex(String text) throws Exception {
        ProcessBuilder python = new ProcessBuilder("python3", "-c", SHLEX);
        python.environment().put("TEXT", text);
        return List.of(JsonMapper.shared().readValue(output(python), String[].class));
    }

    private static String output(ProcessBuilder program) throws Exception {
        Process process = program.redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new AssertionError(program.command().getFirst() + " failed");
        }
        return output;
    }
}
