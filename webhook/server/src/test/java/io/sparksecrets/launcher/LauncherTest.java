package io.sparksecrets.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LauncherTest {

    @ParameterizedTest
    @CsvSource({"1.8, 8", "9, 9", "17, 17", "25, 25", "26, 26"})
    void theFeatureReleaseIsReadFromEveryJavasOwnWayToTellIt(String specificationVersion, int feature) {
        assertThat(Launcher.feature(specificationVersion)).isEqualTo(feature);
    }

    @Test
    void theMessageSaysWhichJavaThisIsAndHowToRunItWithANewerOne() {
        assertThat(Launcher.complaint("17.0.15", "/usr/lib/jvm/java-17", "/opt/spark-secrets.jar"))
                .isEqualTo(
                        "Spark Secrets needs Java 25 or later; this is Java 17.0.15 (/usr/lib/jvm/java-17). Set JAVA_HOME or run it"
                                + " as: /path/to/jdk-25/bin/java -jar /opt/spark-secrets.jar");
    }

    @Test
    void theLauncherIsCompiledForJava8() throws Exception {
        try (InputStream bytes = Launcher.class.getResourceAsStream("Launcher.class");
                DataInputStream header = new DataInputStream(bytes)) {
            assertThat(header.readInt()).isEqualTo(0xCAFEBABE);
            assertThat(header.readUnsignedShort()).as("minor version").isZero();
            assertThat(header.readUnsignedShort()).as("major version").isEqualTo(52);
        }
    }
}
