package io.sparksecrets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sparksecrets.delivery.ClusterException.Reason;
import io.sparksecrets.demo.ClusterInMemory;
import io.sparksecrets.pod.OwnerReference;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SharedDeliveryTest {

    private static final OwnerReference DRIVER = OwnerReference.toPod("driver", "uid-1");

    private final ClusterInMemory cluster = new ClusterInMemory();
    private final AtomicInteger asked = new AtomicInteger();
    private boolean refuses;
    private Duration now = Duration.ZERO;
    private final SharedDelivery delivery = new SharedDelivery(counted(), () -> now.toNanos());

    @Test
    void inABurstOfExecutorsOnlyTheFirstOneCostsARequest() {
        for (int i = 0; i < 500; i++) {
            create("etl", "delivery", DRIVER);
        }
        assertThat(asked).hasValue(1);
    }

    @Test
    void whatSomebodyDeletedIsCreatedAgainForAnExecutorTenSecondsLater() {
        create("etl", "delivery", DRIVER);
        now = SharedDelivery.MEMORY;
        create("etl", "delivery", DRIVER);
        assertThat(asked).hasValue(2);
    }

    @Test
    void aSecretOfTheSameNameForAnotherNamespaceOrAnotherDriverIsAnotherOne() {
        create("etl", "delivery", DRIVER);
        create("ml", "delivery", DRIVER);
        create("etl", "delivery", OwnerReference.toPod("driver", "uid-2"));
        create("etl", "another", DRIVER);
        assertThat(asked).hasValue(4);
    }

    @Test
    void whatWasNotCreatedIsTriedAgainByTheNextExecutor() {
        refuses = true;
        assertThatThrownBy(() -> create("etl", "delivery", DRIVER)).isInstanceOf(ClusterException.class);
        refuses = false;
        create("etl", "delivery", DRIVER);
        assertThat(asked).hasValue(2);
        assertThat(cluster.secrets()).hasSize(1);
    }

    private void create(String namespace, String name, OwnerReference owner) {
        delivery.create(new DeliverySecret(namespace, name, owner, Map.of(), Map.of(), Map.of()));
    }

    /** The cluster, counting what it is asked to create, and refusing it where it shall. */
    private Cluster counted() {
        return (Cluster) Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, (proxy, method, arguments) -> {
                    asked.incrementAndGet();
                    if (refuses) {
                        throw new ClusterException(Reason.INVALID, "no");
                    }
                    return method.invoke(cluster, arguments);
                });
    }
}
