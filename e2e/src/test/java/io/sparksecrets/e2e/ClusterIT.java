package io.sparksecrets.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.sparksecrets.e2e.cluster.StoredObject;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The cluster itself is one that Spark can run on. */
@EndToEndTest
class ClusterIT {

    private static final String NAMESPACE = "cluster";

    @Test
    void aPodReachesAnotherByTheNameOfItsServiceAndTheDatabaseRemembersBoth(Installation installation)
            throws Exception {
        installation.createNamespace(NAMESPACE);
        var client = installation.client();
        client.resource(
                        pod(
                                installation,
                                "server",
                                "import http.server; http.server.HTTPServer(('', 8000), http.server.SimpleHTTPRequestHandler).serve_forever()"))
                .create();
        client.resource(new ServiceBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("server")
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(Map.of("name", "server"))
                        .addNewPort()
                        .withPort(80)
                        .withNewTargetPort(8000)
                        .endPort()
                        .endSpec()
                        .build())
                .create();
        client.pods().inNamespace(NAMESPACE).withName("server").waitUntilReady(2, TimeUnit.MINUTES);

        client.resource(pod(installation, "asking", """
                                import time, urllib.request
                                for attempt in range(60):
                                    try:
                                        print(urllib.request.urlopen('http://server.cluster.svc.cluster.local', timeout=2).status)
                                        break
                                    except OSError:
                                        time.sleep(0.5)
                                """)).create();
        Pod asked = client.pods()
                .inNamespace(NAMESPACE)
                .withName("asking")
                .waitUntilCondition(
                        pod -> pod != null
                                && !pod.getStatus().getPhase().equals("Pending")
                                && !pod.getStatus().getPhase().equals("Running"),
                        2,
                        TimeUnit.MINUTES);

        assertThat(client.pods().resource(asked).getLog().strip()).isEqualTo("200");
        assertThat(installation.cluster().stored())
                .extracting(StoredObject::key)
                .contains("/registry/pods/cluster/asking", "/registry/services/specs/cluster/server");
        assertThat(installation
                        .cluster()
                        .<Boolean>auditLog(log -> log.anyMatch(event ->
                                event.contains("\"requestObject\"") && event.contains("SimpleHTTPRequestHandler"))))
                .as("the audit log has the bodies of requests")
                .isTrue();
        client.namespaces().withName(NAMESPACE).delete();
    }

    private static Pod pod(Installation installation, String name, String script) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(name)
                .withLabels(Map.of("name", name))
                .endMetadata()
                .withNewSpec()
                .withRestartPolicy("Never")
                .addNewContainer()
                .withName("main")
                .withImage(installation.spark().image())
                .withImagePullPolicy("Never")
                .withCommand("python3", "-u", "-c", script)
                .endContainer()
                .endSpec()
                .build();
    }
}
