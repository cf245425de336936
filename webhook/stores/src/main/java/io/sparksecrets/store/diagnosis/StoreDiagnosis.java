package io.sparksecrets.store.diagnosis;

import io.sparksecrets.kubernetes.ClusterConfig;
import io.sparksecrets.kubernetes.ClusterSettings;
import io.sparksecrets.store.SecretStore;
import io.sparksecrets.store.StoreException;
import io.sparksecrets.store.StoreHealth;
import io.sparksecrets.store.adapter.StoreConfiguration;
import io.sparksecrets.store.adapter.StoreOpener;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Tries a store step by step. What depends on a step that failed is skipped. */
public final class StoreDiagnosis {

    /** The secret that is looked for and, where that is wanted, written and deleted. */
    public static final String PROBE_PATH = "spark-secrets-probe";

    private static final String EARLIER = "an earlier step failed";

    private final StoreOpener stores;
    private final ClusterSettings within;
    private final Routes routes;

    /**
     * Tries stores as they are opened for the webhook.
     *
     * @param clusters how to reach the cluster whose Secret may be a store
     * @param within the cluster of the installation
     */
    public StoreDiagnosis(StoreOpener stores, ClusterConfig clusters, ClusterSettings within) {
        this.stores = stores;
        this.within = within;
        this.routes = new Routes(clusters, within);
    }

    /**
     * Takes all steps, which takes as long as the timeouts of the store.
     *
     * @param write whether {@link #PROBE_PATH} is written and deleted
     * @return one result for each step, in their order; {@link Step#WRITE} only where that is wanted
     */
    public List<StepResult> of(StoreConfiguration store, boolean write) {
        List<StepResult> results = new ArrayList<>(network(routes.to(store)));
        if (results.stream().noneMatch(StepResult::isFailed)) {
            open(store, write, results);
        }
        Stream.of(Step.values())
                .skip(results.size())
                .filter(step -> step != Step.WRITE || write)
                .forEach(step -> results.add(StepResult.skipped(step, EARLIER)));
        return List.copyOf(results);
    }

    private static List<StepResult> network(Route route) {
        return switch (route) {
            case Route.Network network -> NetworkSteps.take(network);
            case Route.Unknown unknown ->
                List.of(StepResult.failed(Step.NAME_RESOLUTION, unknown.why(), unknown.hint()));
            case Route.Local local ->
                List.of(
                        StepResult.skipped(Step.NAME_RESOLUTION, local.why()),
                        StepResult.skipped(Step.CONNECTION, local.why()),
                        StepResult.skipped(Step.TLS, local.why()));
        };
    }

    private void open(StoreConfiguration where, boolean write, List<StepResult> results) {
        try (SecretStore store = stores.open(where, within)) {
            StoreHealth health = store.health();
            if (!health.available()) {
                results.add(unusable(where, health.detail()));
                return;
            }
            results.add(StepResult.passed(Step.AUTHENTICATION, health.detail()));
            results.addAll(new SecretSteps(store).take(write));
        } catch (StoreException e) {
            results.add(unusable(where, e.getMessage()));
        }
    }

    private static StepResult unusable(StoreConfiguration where, String why) {
        String hint = switch (where) {
            case StoreConfiguration.Vault vault ->
                "check the token or the login in vaultSettings, the path, and that the Vault is unsealed";
            case StoreConfiguration.Postgres postgres ->
                "check user, password and keyset in databaseSettings, and that the database is there";
            case StoreConfiguration.Kubernetes kubernetes ->
                "the service account needs get, watch and patch on the Secret, and create on Secrets";
            case StoreConfiguration.Embedded embedded ->
                "the directory must be writable, and its keyset.json the one that the values were encrypted with";
        };
        return StepResult.failed(Step.AUTHENTICATION, why, hint);
    }
}
