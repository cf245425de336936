package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.conf.Treatment.Refused;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why an address of a repository takes no reference, and what the message advises instead, shown by Spark and Ivy. */
class PrintedByIvyTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path directory;

    @Test
    void sparkPrintsTheAddressesOfRepositories() {
        assertThat(RealSpark.printsOfRepositories("https://ci:hunter2@repo.example/maven", directory))
                .contains("https://ci:hunter2@repo.example/maven added as a remote repository");
        assertThat(ConfKeys.treatmentOf("spark.jars.repositories")).isInstanceOf(Refused.class);
    }

    @Test
    void aSettingsFileTakesCredentialsFromEnvVariablesAndSparkPrintsNoneOfThem() throws Exception {
        assertThat(ConfKeys.treatmentOf("spark.jars.repositories"))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.why())
                                .contains("spark.jars.ivySettings", "<properties environment=\"env\"/>"));
        Path settings = directory.resolve("ivysettings.xml");
        Files.writeString(settings, """
                <ivysettings>
                  <properties environment="env"/>
                  <property name="password" value="${env.PATH}"/>
                  <settings defaultResolver="private"/>
                  <credentials host="repo.example" realm="r" username="ci" passwd="${env.PATH}"/>
                  <resolvers><ibiblio name="private" m2compatible="true" root="https://repo.example/maven"/></resolvers>
                </ivysettings>
                """);
        assertThat(RealSpark.ivyVariable(settings, directory, "password")).isEqualTo(System.getenv("PATH"));
    }
}
