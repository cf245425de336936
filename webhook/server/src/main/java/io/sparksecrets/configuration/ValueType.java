package io.sparksecrets.configuration;

import org.snakeyaml.engine.v2.nodes.Node;

/** What a setting's value may be. */
public interface ValueType<T> {

    /** What is allowed, for the documentation and for messages: {@code a whole number from 0 to 65535}. */
    String allowed();

    /**
     * Reads a value.
     *
     * @throws BadValueException when it is none of what is allowed
     */
    T read(Node node) throws BadValueException;

    /** Whether a flag or a variable holds YAML for this type, not just a word. */
    default boolean isStructured() {
        return false;
    }
}
