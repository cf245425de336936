package io.sparksecrets.submission;

import io.sparksecrets.reference.Problem;
import java.util.List;

/**
 * What the API server is sent because of a manifest.
 *
 * @param lost places whose text arrives nowhere, and why
 * @param notes what cannot be known from the manifest or is easily overlooked, a sentence each
 */
public record Submission(List<SentPod> pods, List<SentConfMap> confMaps, List<Problem> lost, List<String> notes) {

    static final Submission NOTHING = new Submission(List.of(), List.of(), List.of(), List.of());

    public Submission {
        pods = List.copyOf(pods);
        confMaps = List.copyOf(confMaps);
        lost = List.copyOf(lost);
        notes = List.copyOf(notes);
    }

    static Submission of(SentPod pod) {
        return new Submission(List.of(pod), List.of(), List.of(), pod.unseenSources());
    }

    /** Of what the webhook refuses without asking anybody. */
    static Submission ofProblems(List<Problem> problems, Origins origins) {
        return new Submission(
                List.of(),
                List.of(),
                problems.stream()
                        .flatMap(problem -> origins.of(problem.where(), problem.what()).stream()
                                .map(place -> new Problem(place, problem.what())))
                        .toList(),
                List.of());
    }
}
