package io.sparksecrets.configuration;

import java.util.List;

/** The configuration is wrong. Holds everything that is wrong, one message each, with the place where it was given. */
public final class ConfigurationException extends Exception {

    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    public ConfigurationException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public List<String> problems() {
        return problems;
    }
}
