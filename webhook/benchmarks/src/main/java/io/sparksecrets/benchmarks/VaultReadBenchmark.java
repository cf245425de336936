package io.sparksecrets.benchmarks;

import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.ReadRequest;
import io.sparksecrets.store.ReadResult;
import io.sparksecrets.store.vault.VaultAuth;
import io.sparksecrets.store.vault.VaultSecretStore;
import io.sparksecrets.store.vault.VaultSettings;
import io.sparksecrets.testing.Unavailable;
import io.sparksecrets.testing.VaultClient;
import io.sparksecrets.testing.VaultServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the references of a pod cost that no cache has, with a real Vault on this machine: 20 of them against one, and against
 * plain requests, one and as many at once.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(1)
@SuppressWarnings("NullAway.Init")
public class VaultReadBenchmark {

    private static final int REFERENCES = 20;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private VaultServer vault;
    private VaultClient client;
    private VaultSecretStore store;
    private List<ReadRequest> requests;
    private List<Callable<VaultClient.Answer>> plainRequests;

    @Setup(Level.Trial)
    public void start() throws IOException, Unavailable {
        vault = VaultServer.start();
        client = vault.client();
        client.mountKv("secret", 2);
        for (int i = 0; i < REFERENCES; i++) {
            client.post("secret/data/team/KEY_" + i, "{\"data\": {\"value\": \"%d\"}}".formatted(i));
        }
        requests = IntStream.range(0, REFERENCES)
                .mapToObj(i -> ReadRequest.newest("KEY_" + i))
                .toList();
        plainRequests = IntStream.range(0, REFERENCES)
                .<Callable<VaultClient.Answer>>mapToObj(i -> () -> client.get("secret/data/team/KEY_" + i))
                .toList();
        store = VaultSecretStore.open(
                "vault",
                new VaultSettings(
                        vault.address(),
                        "/v1/secret/data/team",
                        new VaultAuth.Token(new RootToken(vault.rootToken())),
                        Optional.empty(),
                        Optional.empty(),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(30)));
    }

    @TearDown(Level.Trial)
    public void end() throws IOException {
        threads.close();
        store.close();
        vault.close();
    }

    @Benchmark
    public VaultClient.Answer onePlainRequest() throws IOException {
        return client.get("secret/data/team/KEY_0");
    }

    /** What Vault and a plain client take for as many at once; less is not to be had. */
    @Benchmark
    public List<VaultClient.Answer> twentyPlainRequests() throws InterruptedException {
        return threads.invokeAll(plainRequests).stream().map(Future::resultNow).toList();
    }

    @Benchmark
    public Map<ReadRequest, ReadResult> oneReference() {
        return store.read(requests.subList(0, 1));
    }

    @Benchmark
    public Map<ReadRequest, ReadResult> twentyReferences() {
        return store.read(requests);
    }

    private record RootToken(String token) implements CredentialSource {

        @Override
        public SecretValue read() {
            return SecretValue.of(token);
        }

        @Override
        public String place() {
            return "the benchmark";
        }
    }
}
