package io.sparksecrets.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.sparksecrets.application.Application;
import io.sparksecrets.application.Installation;
import io.sparksecrets.application.MemoryCertificates;
import io.sparksecrets.configuration.Configuration;
import io.sparksecrets.configuration.ConfigurationReader;
import io.sparksecrets.configuration.Settings;
import io.sparksecrets.delivery.NoCluster;
import io.sparksecrets.store.OpeningStore;
import io.sparksecrets.store.StoreException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dashboard and alerts ask for metrics that there are. */
class MonitoringTest {

    private static final Pattern METRIC = Pattern.compile("\\b(?:spark_secrets|jvm|process|system)_[a-z0-9_]+\\b");
    private static final String ALL = """
            monitoring:
              serviceMonitor: {enabled: true}
              prometheusRule: {enabled: true}
              dashboard: {enabled: true}
            """;

    @Test
    void everyMetricIsOneOfARunningServer() throws Exception {
        Rendering rendering = Chart.rendering(ALL);
        String asked = new KubernetesSerialization().asYaml(rendering.ofKind("PrometheusRule")) + dashboard(rendering);

        assertThat(metrics(asked)).hasSizeGreaterThan(5).isSubsetOf(metrics(scrape()));
    }

    @Test
    void theDashboardIsOneOfGrafana() {
        Map<?, ?> dashboard = new KubernetesSerialization().unmarshal(dashboard(Chart.rendering(ALL)), Map.class);

        assertThat((List<?>) dashboard.get("panels")).isNotEmpty();
        assertThat(Chart.rendering(ALL)
                        .get(ConfigMap.class, "spark-secrets-dashboard")
                        .getMetadata()
                        .getLabels())
                .containsEntry("grafana_dashboard", "1");
    }

    @Test
    void theyAreLeftOutUnlessSomebodyWantsThem() {
        assertThat(Chart.rendering().text())
                .doesNotContain("monitoring.coreos.com")
                .doesNotContain("grafana_dashboard");
    }

    private static String dashboard(Rendering rendering) {
        return Objects.requireNonNull(rendering
                .get(ConfigMap.class, "spark-secrets-dashboard")
                .getData()
                .get("spark-secrets.json"));
    }

    private static SortedSet<String> metrics(String text) {
        return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String scrape() throws Exception {
        Configuration configuration = ConfigurationReader.read(
                null,
                Map.of("HOME", System.getProperty("java.io.tmpdir")),
                Map.of(Settings.ADMISSION_PORT, "0", Settings.HEALTH_PORT, "0", Settings.DRAIN_DELAY, "0s"),
                access -> Optional.empty());
        OpeningStore store = new OpeningStore("database", () -> {
            throw new StoreException(StoreException.Reason.UNAVAILABLE, "there is none");
        });
        Application application = Application.start(
                configuration,
                List.of(store),
                new NoCluster(),
                Installation.of(MemoryCertificates.making(List.of("localhost")), new byte[32]));
        try (HttpClient client = HttpClient.newHttpClient()) {
            application.serving().get();
            URI metrics = URI.create("http://localhost:%d/metrics".formatted(application.healthPort()));
            return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        } finally {
            application.stop();
        }
    }
}
