package io.sparksecrets.benchmarks;

import io.sparksecrets.pod.PodRequest;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.pod.rewrite.PodRewriter;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The core alone, on the driver pod of a recorded run of Spark 4.1.1: parse JSON, rewrite, write the patch. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PodRewriteBenchmark {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final PodRewriter rewriter = new PodRewriter(new DeliveryNames(new byte[32]), RewriteSettings.DEFAULTS);
    private final PodRequest request = PodRequest.of("spark", "f3e64a71-a9ce-4f50-ae4c-49ca0cd8b9fc");
    private final byte[] review;
    private final SparkPod pod;

    public PodRewriteBenchmark() {
        try (InputStream in = PodRewriteBenchmark.class.getResourceAsStream("/driver-pod.json")) {
            review = in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        pod = podOf(review);
    }

    /** The baseline: what reading the review costs. */
    @Benchmark
    public JsonNode parse() {
        return JSON.readTree(review);
    }

    @Benchmark
    public Object rewrite() {
        return rewriter.rewrite(pod, request);
    }

    @Benchmark
    public byte[] parseRewriteAndWrite() {
        return JSON.writeValueAsBytes(rewriter.rewrite(podOf(review), request).patch());
    }

    private static SparkPod podOf(byte[] review) {
        return new SparkPod(JSON.readTree(review).at("/request/object"));
    }
}
