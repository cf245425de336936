package io.sparksecrets.kubernetes;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaderElectionRecord;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** A Lease that nobody holds while it is empty, as a chart makes it or a person leaves it. */
final class ReplicaLock extends LeaseLock {

    private static final ZonedDateTime NEVER = Instant.EPOCH.atZone(ZoneOffset.UTC);

    ReplicaLock(String namespace, String name, String identity) {
        super(namespace, name, identity);
    }

    @Override
    protected LeaderElectionRecord toRecord(Lease lease) {
        LeaseSpec spec = lease.getSpec();
        return spec == null || spec.getLeaseDurationSeconds() == null || spec.getRenewTime() == null
                ? new LeaderElectionRecord("", Duration.ofSeconds(1), NEVER, NEVER, 0)
                : super.toRecord(lease);
    }
}
