package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterManagerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local-cluster[2,1,1024]",
                "spark://master:7077",
                "spark://$(MASTER_HOST):7077",
                "yarn",
                "yarn-client",
                "mesos://host:5050",
            })
    void aClusterThatIsNotKubernetesIsToldByHowItsMasterBegins(String master) {
        assertThat(ClusterManager.of(master)).isEqualTo(ClusterManager.OTHER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", " local[*] ", "local[2,3]"})
    void aLocalMasterIsTheDriverItself(String master) {
        assertThat(ClusterManager.of(master)).isEqualTo(ClusterManager.LOCAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k8s://https://api:6443",
                "k8s://local:6443",
                "",
                "$(MASTER)",
                "${MASTER}",
                // The client of a Connect server has no executors of its own.
                "sc://connect:15002",
                "ray://host",
            })
    void whatCannotBeToldCountsAsKubernetes(String master) {
        assertThat(ClusterManager.of(master)).isEqualTo(ClusterManager.KUBERNETES);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            k8s://https://api:6443 |                       | KUBERNETES
            k8s://https://api:6443 | https://kubernetes    | KUBERNETES
            k8s://https://api:6443 | local[*]              | LOCAL
                                   | local                 | LOCAL
            spark://master:7077    | local[*]              | OTHER
            local[2]               | https://kubernetes    | LOCAL
            """, delimiter = '|')
    void aDriverOnKubernetesMayBeItsOnlyExecutor(
            @Nullable String master, @Nullable String driverMaster, ClusterManager expected) {
        Map<String, String> conf = new HashMap<>();
        conf.put("spark.master", master == null ? "" : master);
        conf.put("spark.kubernetes.driver.master", driverMaster == null ? "" : driverMaster);
        assertThat(ClusterManager.of(SparkProperties.of(conf))).isEqualTo(expected);
    }
}
