package io.sparksecrets.conf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterManagerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local",
                " local[*] ",
                "local[2,3]",
                "local-cluster[2,1,1024]",
                "spark://master:7077",
                "spark://$(MASTER_HOST):7077",
                "yarn",
                "yarn-client",
                "mesos://host:5050",
            })
    void aMasterThatIsNotKubernetesIsToldByHowItBegins(String master) {
        assertThat(ClusterManager.of(master)).isEqualTo(ClusterManager.OTHER);
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
}
