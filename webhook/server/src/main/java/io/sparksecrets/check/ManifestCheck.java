package io.sparksecrets.check;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.mutation.LocalMutation;
import io.sparksecrets.pod.AdmittedPods;
import io.sparksecrets.pod.SparkPod;
import io.sparksecrets.pod.rewrite.KeptReferences;
import io.sparksecrets.pod.rewrite.RewriteSettings;
import io.sparksecrets.resolution.Resolver;
import io.sparksecrets.submission.Origins;
import io.sparksecrets.submission.SentConfMap;
import io.sparksecrets.submission.SentPod;
import io.sparksecrets.submission.Submission;
import io.sparksecrets.submission.Submissions;
import io.sparksecrets.validation.StoredPods;
import io.sparksecrets.validation.Verdict;
import io.sparksecrets.validation.Verdicts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Checks manifests that are handed over together. */
public final class ManifestCheck {

    private final Submissions submissions;
    private final LocalMutation mutation;
    private final RewriteSettings settings;
    private final Resolver resolver;
    private final Duration deadline;
    /** Pods as they would be stored. */
    private final IdentityHashMap<SentPod, SparkPod> stored = new IdentityHashMap<>();

    /**
     * Joins what a check needs.
     *
     * @param deadline how long the stores may take for one object
     */
    public ManifestCheck(Submissions submissions, RewriteSettings settings, Resolver resolver, Duration deadline) {
        this.submissions = submissions;
        this.mutation = new LocalMutation(settings);
        this.settings = settings;
        this.resolver = resolver;
        this.deadline = deadline;
    }

    /** What becomes of each manifest, in their order. */
    public List<CheckedManifest> check(List<Manifest> manifests) {
        List<Submission> sent = submissions.of(manifests);
        List<CheckedManifest> checked = new ArrayList<>();
        List<Findings> findings = new ArrayList<>();
        List<List<CheckedPod>> pods = new ArrayList<>();
        for (Submission submission : sent) {
            Findings found = new Findings();
            List<CheckedPod> admitted = new ArrayList<>();
            submission.pods().forEach(pod -> admitted.add(check(pod, found)));
            findings.add(found);
            pods.add(admitted);
        }
        for (int at = 0; at < manifests.size(); at++) {
            Manifest manifest = manifests.get(at);
            Submission submission = sent.get(at);
            Findings found = findings.get(at);
            submission.confMaps().forEach(confMap -> found.add(verdict(confMap), confMap.origins(), true));
            found.addLost(submission.lost());
            checked.add(new CheckedManifest(
                    manifest,
                    pods.get(at),
                    found.references(manifest, place -> Unresolved.at(place, manifest)),
                    found.warnings(),
                    submission.notes()));
        }
        return checked;
    }

    private CheckedPod check(SentPod sent, Findings findings) {
        LocalMutation.MutatedPod mutated = mutation.of(sent.pod(), sent.request());
        SparkPod pod = mutated.pod();
        stored.put(sent, pod);
        // Before the places of words are shifted, because it speaks of the pod as it was.
        findings.addWarnings(mutated.rewrite().warnings(), sent.origins());
        Verdict verdict = verdicts((namespace, name) -> Optional.empty()).onPod(pod, sent.request(), false);
        boolean selected = sent.reviewed() || AdmittedPods.include(sent.pod());
        Origins origins = sent.origins();
        findings.add(verdict, origins, selected);
        findings.addKept(KeptReferences.in(pod), verdict, origins, selected);
        return new CheckedPod(
                sent.what(),
                pod.displayName(),
                pod.workload(sent.request().namespace()),
                selected,
                verdict.isAdmitted());
    }

    private Verdict verdict(SentConfMap confMap) {
        Optional<JsonNode> driver =
                Optional.ofNullable(stored.get(confMap.driver())).map(SparkPod::json);
        return verdicts((namespace, name) -> driver)
                .onConfMap(
                        confMap.name(),
                        confMap.json(),
                        confMap.owner(),
                        confMap.driver().request(),
                        false);
    }

    private Verdicts verdicts(StoredPods pods) {
        return new Verdicts(mutation.rewriter(), settings, resolver, pods, deadline);
    }
}
