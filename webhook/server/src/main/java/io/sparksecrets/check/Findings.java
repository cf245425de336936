package io.sparksecrets.check;

import io.sparksecrets.manifest.Manifest;
import io.sparksecrets.pod.Workload;
import io.sparksecrets.reference.MalformedReferenceException;
import io.sparksecrets.reference.Problem;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.Template;
import io.sparksecrets.resolution.ResolutionFailure;
import io.sparksecrets.submission.ManifestTexts;
import io.sparksecrets.submission.Origins;
import io.sparksecrets.validation.PodVerdict;
import io.sparksecrets.validation.ReferenceVerdict;
import io.sparksecrets.validation.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gathers by the places of a manifest what the verdicts on all that comes of it say. */
final class Findings {

    private static final String NOT_CALLED =
            "the webhook is not called for this pod, so the text stays as it is: give the pod (or its template) the label"
                    + " sparksecrets.io/injection: enabled";

    private static final String HANDED_ON =
            "is handed on as a reference; it is resolved in the pods that Spark creates with it, for their service account";

    private static final String REFUSED_WITH_OTHERS =
            "is part of a script or a command that is refused because of another reference in it";

    private record Answer(
            Workload workload, Reference reference, String store, Optional<String> failure, boolean selected) {}

    private final Map<String, Set<Answer>> answers = new LinkedHashMap<>();
    private final Map<String, Set<String>> problems = new LinkedHashMap<>();
    /** For each reference whether the webhook is called for who hands it on. */
    private final Map<String, Map<Reference, Boolean>> kept = new LinkedHashMap<>();

    private final Set<String> warnings = new LinkedHashSet<>();

    /**
     * Adds what is said of an object.
     *
     * @param selected whether the webhook is called for the object at all
     */
    void add(Verdict verdict, Origins origins, boolean selected) {
        for (ReferenceVerdict one : verdict.references()) {
            Answer answer = new Answer(
                    one.workload(),
                    one.reference(),
                    one.store(),
                    one.failure().map(ResolutionFailure::message),
                    selected);
            // What the driver pod of a conf map needs too, is said of that pod.
            one.places().stream()
                    .filter(place -> verdict instanceof PodVerdict || origins.knows(place))
                    .forEach(place -> origins.of(place, one.reference())
                            .forEach(at -> answers.computeIfAbsent(at, unknown -> new LinkedHashSet<>())
                                    .add(answer)));
        }
        List<Problem> all = new ArrayList<>(verdict.problems());
        all.addAll(verdict.outages());
        all.forEach(problem -> origins.of(problem.where(), problem.what())
                .forEach(place -> problems.computeIfAbsent(place, unknown -> new LinkedHashSet<>())
                        .add(problem.what())));
        verdict.warnings().forEach(warning -> warnings.add(inManifest(warning, origins)));
    }

    /** Adds what mutation warns of: more than validation, which no longer sees the references that are replaced. */
    void addWarnings(List<Problem> ofMutation, Origins origins) {
        ofMutation.forEach(warning -> warnings.add(inManifest(warning.toString(), origins)));
    }

    /**
     * Adds the references that are left in a pod, which hands them on unless it is refused because of the same text.
     *
     * @param verdict on that pod, which has been {@linkplain #add added}
     */
    void addKept(Map<String, Set<Reference>> references, Verdict verdict, Origins origins, boolean selected) {
        Set<String> refused = verdict.problems().stream().map(Problem::where).collect(Collectors.toSet());
        references.forEach((place, found) ->
                found.forEach(reference -> origins.of(place, reference).forEach(at -> {
                    if (refused.contains(place)) {
                        problems.computeIfAbsent(at, unknown -> new LinkedHashSet<>(List.of(REFUSED_WITH_OTHERS)));
                    } else {
                        kept.computeIfAbsent(at, unknown -> new LinkedHashMap<>())
                                .put(reference, selected);
                    }
                })));
    }

    /** What arrives nowhere, unless the webhook says more of the place. */
    void addLost(List<Problem> lost) {
        lost.forEach(problem -> {
            if (!problems.containsKey(problem.where())) {
                problems.put(problem.where(), new LinkedHashSet<>(List.of(problem.what())));
            }
        });
    }

    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * One line or more for each text of the manifest, and at the end what is wrong elsewhere.
     *
     * @param unresolved what to say of a place that nothing took
     */
    List<CheckedReference> references(Manifest manifest, Function<String, String> unresolved) {
        Set<CheckedReference> lines = new LinkedHashSet<>();
        Set<String> shown = new LinkedHashSet<>();
        for (ManifestTexts.Text text : ManifestTexts.of(manifest)) {
            shown.add(text.place());
            lines.addAll(linesOf(text, unresolved));
        }
        problems.forEach((place, whats) -> {
            if (!shown.contains(place)) {
                whats.forEach(what -> lines.add(refused(place, "", what)));
            }
        });
        answers.forEach((place, found) -> {
            if (!shown.contains(place)) {
                found.forEach(answer -> lines.add(line(place, answer.reference().toString(), answer)));
            }
        });
        return List.copyOf(lines);
    }

    private List<CheckedReference> linesOf(ManifestTexts.Text text, Function<String, String> unresolved) {
        String place = text.place();
        Map<Reference, String> written = new LinkedHashMap<>();
        String malformed = "";
        try {
            for (Template.Part part : Template.parse(text.text()).parts()) {
                if (part instanceof Template.Placeholder placeholder) {
                    written.putIfAbsent(placeholder.reference(), placeholder.source());
                }
            }
        } catch (MalformedReferenceException e) {
            malformed = String.valueOf(e.getMessage());
        }
        List<CheckedReference> lines = new ArrayList<>();
        if (problems.containsKey(place)) {
            return List.of(refused(place, String.join(" ", written.values()), String.join("; ", problems.get(place))));
        }
        if (!malformed.isEmpty()) {
            return List.of(refused(place, "", malformed + "; " + unresolved.apply(place)));
        }
        written.forEach((reference, source) -> {
            List<Answer> found = answers.getOrDefault(place, Set.of()).stream()
                    .filter(answer -> answer.reference().equals(reference))
                    .toList();
            Boolean handedOn = kept.getOrDefault(place, Map.of()).get(reference);
            if (found.isEmpty() && handedOn != null) {
                lines.add(new CheckedReference(
                        place, source, "", Optional.empty(), handedOn, handedOn ? HANDED_ON : NOT_CALLED));
            } else if (found.isEmpty()) {
                lines.add(refused(place, source, unresolved.apply(place)));
            } else {
                lines.addAll(linesOf(place, source, found));
            }
        });
        return lines;
    }

    /** One line where all who ask are told the same. */
    private static List<CheckedReference> linesOf(String place, String source, List<Answer> answers) {
        Map<String, CheckedReference> byResult = answers.stream()
                .map(answer -> line(place, source, answer))
                .collect(Collectors.toMap(
                        CheckedReference::result, line -> line, (first, second) -> first, LinkedHashMap::new));
        if (byResult.size() > 1) {
            byResult.remove(CheckedReference.RESOLVES);
        }
        return List.copyOf(byResult.values());
    }

    private static CheckedReference line(String place, String source, Answer answer) {
        boolean ok = answer.failure().isEmpty() && answer.selected();
        String result = answer.failure().orElse(CheckedReference.RESOLVES);
        return new CheckedReference(
                place,
                source,
                answer.store(),
                Optional.of(answer.workload()),
                ok,
                answer.selected()
                        ? result
                        : result + (answer.failure().isEmpty() ? ", but " : "; besides, ") + NOT_CALLED);
    }

    private static CheckedReference refused(String place, String source, String what) {
        return new CheckedReference(place, source, "", Optional.empty(), false, what);
    }

    private static String inManifest(String warning, Origins origins) {
        int colon = warning.indexOf(": ");
        if (colon < 0) {
            return warning;
        }
        String what = warning.substring(colon + 2);
        return String.join("; ", origins.of(warning.substring(0, colon), what)) + ": " + what;
    }
}
