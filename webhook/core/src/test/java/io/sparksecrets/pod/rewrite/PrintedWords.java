package io.sparksecrets.pod.rewrite;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A Java program that prints its words, or the system property {@code printed}, each in brackets. */
final class PrintedWords {

    private PrintedWords() {}

    public static void main(String[] words) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        out.print("<" + System.getProperty("printed", "") + ">");
        for (String word : words) {
            out.print("<" + word + ">");
        }
        out.flush();
    }
}
