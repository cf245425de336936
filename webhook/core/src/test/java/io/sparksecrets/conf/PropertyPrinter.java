package io.sparksecrets.conf;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Run by tests in a JVM of its own: prints the properties {@code p0}, {@code p1}, … and the arguments, in hexadecimal. */
final class PropertyPrinter {

    private PropertyPrinter() {}

    public static void main(String[] arguments) {
        for (int i = 0; System.getProperty("p" + i) != null; i++) {
            print(System.getProperty("p" + i));
        }
        for (String argument : arguments) {
            print(argument);
        }
    }

    private static void print(String text) {
        System.out.println(HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE)));
    }
}
