package io.sparksecrets.launcher;

import java.nio.file.Paths;

/**
 * Where the jar begins. Says in one line which Java is needed where it runs on an older one, instead of an {@link
 * UnsupportedClassVersionError}; this class alone is compiled for Java 8.
 */
public final class Launcher {

    static final int REQUIRED_JAVA = 25;
    private static final String MAIN_CLASS = "io.sparksecrets.command.Main";

    private Launcher() {}

    public static void main(String[] arguments) throws ReflectiveOperationException {
        if (feature(System.getProperty("java.specification.version")) < REQUIRED_JAVA) {
            System.err.println(
                    complaint(System.getProperty("java.version"), System.getProperty("java.home"), ownLocation()));
            System.exit(2);
        }
        Class.forName(MAIN_CLASS).getMethod("main", String[].class).invoke(null, (Object) arguments);
    }

    /** The feature release of a specification version: 8 of {@code 1.8}, 25 of {@code 25}. */
    static int feature(String specificationVersion) {
        return Integer.parseInt(
                specificationVersion.startsWith("1.") ? specificationVersion.substring(2) : specificationVersion);
    }

    static String complaint(String version, String home, String jar) {
        return "Spark Secrets needs Java " + REQUIRED_JAVA + " or later; this is Java " + version + " (" + home
                + "). Set JAVA_HOME or run it as: /path/to/jdk-" + REQUIRED_JAVA + "/bin/java -jar " + jar;
    }

    private static String ownLocation() {
        try {
            return Paths.get(Launcher.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (Exception e) {
            return "spark-secrets.jar";
        }
    }
}
