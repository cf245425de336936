package io.sparksecrets.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init")
class ManifestReaderTest {

    @TempDir
    Path directory;

    @Test
    void numbersKeepTheirDigitsInJsonAndInYaml() throws Exception {
        String json = "{\"kind\":\"Pod\",\"unknown\":{\"cpu\":1.50,\"n\":12345678901234567890},\"memory\":\"1024Mi\"}";
        assertThat(tree(json).toString()).isEqualTo(json);
        assertThat(tree("kind: Pod\nunknown: {cpu: 1.50, n: 12345678901234567890}\nmemory: 1024Mi\n")
                        .toString())
                .isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"kind": "Pod", "apiVersion": "v1"} | Pod
            {"kind": "ConfigMap", "apiVersion": "v1"} | ConfigMap
            {"kind": "SparkApplication", "apiVersion": "sparkoperator.k8s.io/v1beta2"} | SparkApplication
            {"kind": "SparkApplication", "apiVersion": "spark.apache.org/v1"} | SparkApplication
            {"kind": "SparkApplication", "apiVersion": "example.org/v1"} | OtherObject
            {"kind": "Deployment", "apiVersion": "apps/v1"} | OtherObject
            {"kind": "Pod", "apiVersion": "metrics.k8s.io/v1beta1"} | OtherObject
            """)
    void aDocumentIsRecognisedByItsKindAndVersion(String yaml, String expected) throws Exception {
        assertThat(parse(yaml).getFirst().getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void anAdmissionReviewOfARealRunIsAReviewOfItsPod() throws Exception {
        try (InputStream review = getClass().getResourceAsStream("/requests/spark-4.1.1/driver-pod.json")) {
            List<Manifest> manifests = ManifestReader.read("-", review);
            assertThat(manifests).singleElement().isInstanceOfSatisfying(Manifest.AdmissionReview.class, read -> {
                assertThat(read.origin()).isEqualTo("standard input");
                assertThat(read.request().path("operation").asString("")).isEqualTo("CREATE");
                assertThat(read.object()).isInstanceOf(Manifest.Pod.class);
                assertThat(read.object().tree()).isSameAs(read.request().path("object"));
            });
        }
    }

    @Test
    void severalDocumentsAndListsAreReadInTheirOrder() throws Exception {
        assertThat(
                        parse(
                                "kind: Pod\n---\nkind: List\nitems: [{kind: Pod}, {kind: ConfigMap}]\n---\nkind: PodList\nitems: [{metadata: {}}]\n"))
                .extracting(Manifest::origin)
                .containsExactly(
                        "file.yaml, document 1",
                        "file.yaml, document 2, item 1",
                        "file.yaml, document 2, item 2",
                        "file.yaml, document 3, item 1");
        assertThat(parse("{\"kind\":\"Pod\"}\n{\"kind\":\"ConfigMap\"}")).hasSize(2);
        assertThat(parse("kind: PodList\nitems: [{metadata: {}}]"))
                .singleElement()
                .isInstanceOf(Manifest.Pod.class);
    }

    @Test
    void aPropertiesFileIsRecognisedByItsNameOrByItsFirstKey() throws Exception {
        assertThat(ManifestReader.parse("spark-defaults.conf", "a b\n"))
                .singleElement()
                .isInstanceOf(Manifest.SparkDefaults.class);
        assertThat(ManifestReader.parse("-", "# mine\n\n spark.app.name  x\nspark.note=${secrets.A}\n"))
                .singleElement()
                .isEqualTo(new Manifest.SparkDefaults(
                        "-",
                        List.of(
                                new Property("spark.app.name", "x", 3),
                                new Property("spark.note", "${secrets.A}", 4))));
        assertThat(parse("kind: Pod\nspark.app.name: x\n")).singleElement().isInstanceOf(Manifest.Pod.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                 | file.yaml holds nothing; expected is a Pod, an AdmissionReview, a ConfigMap, a SparkApplication, another Kubernetes object or a spark-defaults.conf
            [1]                                | file.yaml is no object; expected is a Pod, an AdmissionReview, a ConfigMap, a SparkApplication, another Kubernetes object or a spark-defaults.conf
            metadata: {}                       | file.yaml has no "kind"; expected is a Pod, an AdmissionReview, a ConfigMap, a SparkApplication, another Kubernetes object or a spark-defaults.conf
            {"kind": "Pod", "kind": "Pod"}     | file.yaml:1:23: no valid JSON: Duplicate Object property "kind"
            {"kind": "Pod"                     | file.yaml:1:15: no valid JSON: Unexpected end-of-input: expected close marker for Object
            kind: [                            | file.yaml:1:8: no valid YAML: while parsing a flow node, expected the node content, but found '<stream end>'
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1beta1"} | file.yaml is an AdmissionReview of "admission.k8s.io/v1beta1"; only admission.k8s.io/v1 is understood
            {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"object": null}} | file.yaml is an AdmissionReview without request.object, such as one of a deletion
            """)
    void whatCannotBeUsedIsAnErrorWithItsPlace(String text, String message) {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> parse(text))
                .withMessage(message);
    }

    @Test
    void aFileThatCannotBeReadIsAnError() throws IOException {
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> read("/none.yaml"))
                .withMessage("there is no file /none.yaml");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> read(directory.toString()))
                .withMessage(directory + " cannot be read (IOException)");
        Path binary = Files.write(directory.resolve("binary"), new byte[] {(byte) 0x80});
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> read(binary.toString()))
                .withMessage(binary + " is not UTF-8 text (byte 1)");
        Path conf = Files.writeString(directory.resolve("x.conf"), "spark.a b\nspark.b \\u12\n");
        assertThatExceptionOfType(ManifestException.class)
                .isThrownBy(() -> read(conf.toString()))
                .withMessage(
                        conf + ":2: \"\\u\" without four hexadecimal digits; write \"\\\\u\" for a backslash and a u");
    }

    private static List<Manifest> read(String file) throws ManifestException {
        return ManifestReader.read(file, new ByteArrayInputStream("unread".getBytes(StandardCharsets.UTF_8)));
    }

    private static List<Manifest> parse(String text) throws ManifestException {
        return ManifestReader.parse("file.yaml", text);
    }

    private static Object tree(String text) throws ManifestException {
        return ((Manifest.KubernetesObject) parse(text).getFirst()).tree();
    }
}
