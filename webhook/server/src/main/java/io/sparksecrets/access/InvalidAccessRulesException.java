package io.sparksecrets.access;

import java.util.List;

/** Rules that cannot be used. The message names every bad rule and entry. */
public final class InvalidAccessRulesException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InvalidAccessRulesException(List<String> problems) {
        super(String.join("; ", problems));
    }
}
