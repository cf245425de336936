package io.sparksecrets.reference;

import java.nio.charset.StandardCharsets;

/** Fuzz target: the laws of templates hold for every text. */
public final class TemplateFuzz {

    private TemplateFuzz() {}

    /** Called by Jazzer, again and again. */
    public static void fuzzerTestOneInput(byte[] input) throws MalformedReferenceException {
        TemplateLaws.holdFor(new String(input, StandardCharsets.UTF_8));
    }
}
