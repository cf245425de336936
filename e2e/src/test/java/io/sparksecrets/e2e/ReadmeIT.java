package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.e2e.spark.Application;
import io.sparksecrets.testing.Command;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody who is new to it copies from the README does what that says. */
@EndToEndTest
class ReadmeIT {

    private static final String NAMESPACE = "team-a";

    /** Where the commands leave their files. */
    @TempDir
    Path directory;

    @Test
    void theCommandsOfTheInstallationRunSparkWithASecret(Installation installation) throws Exception {
        assertThat(installation.webhook().namespace()).isEqualTo("spark-secrets");
        run(installation, Readme.commands("kubectl create namespace " + NAMESPACE));
        String hash = Secrets.sha256("a value");
        List<String> program = List.of(
                "--class io.sparksecrets.e2e.job.ArrivalJob",
                "local:///opt/jobs/" + installation.job().getFileName(),
                "1",
                "driver:env:DB_PASSWORD:" + hash,
                "driver:hadoop:javax.jdo.option.ConnectionPassword:" + hash,
                "executor:env:DB_PASSWORD:" + hash);

        run(
                installation,
                Readme.commands("spark-submit --master")
                        .replace(
                                "https://YOUR-API-SERVER",
                                installation.client().getMasterUrl().toString().replaceAll("/$", ""))
                        .replace("apache/spark:4.1.1", installation.spark().image())
                        .replace(
                                "local:///opt/spark/examples/src/main/python/pi.py",
                                installation.submission(NAMESPACE, "first").ofThisNode() + " "
                                        + String.join(" ", program)));

        String driver = installation.client().pods().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(pod -> "driver".equals(pod.getMetadata().getLabels().get("spark-role")))
                .findFirst()
                .orElseThrow()
                .getMetadata()
                .getName();
        Application application = new Application(installation.client(), NAMESPACE, driver);
        assertThat(application.awaitEnd())
                .as(application.log(application.driver()))
                .isEqualTo("Succeeded");
        application.delete();
    }

    @Test
    void theCommandsOfTheApiTestAStore(Installation installation) throws Exception {
        assertThat(installation.webhook().namespace()).isEqualTo("spark-secrets");

        String output = run(installation, Readme.commands("kubectl apply --filename"));

        assertThat(output).contains("\"name\" : \"kubernetes\"", "\"passed\" : true");
    }

    private String run(Installation installation, String commands) throws IOException {
        return Command.of("bash", "-euo", "pipefail", "-c", "cd '" + directory + "'\n" + commands)
                .withVariable("KUBECONFIG", installation.cluster().kubeconfig().toString())
                .withVariable("JAVA_HOME", installation.spark().javaHome().toString())
                .withVariable(
                        "PATH",
                        String.join(
                                File.pathSeparator,
                                installation.prepared("binaries").toString(),
                                installation.spark().home().resolve("bin").toString(),
                                System.getenv("PATH")))
                .check();
    }
}
