package io.sparksecrets.resolution;

import io.sparksecrets.reference.Encoding;
import io.sparksecrets.reference.Reference;
import io.sparksecrets.reference.SecretValue;
import io.sparksecrets.store.ReadResult;

/** What becomes of one reference. */
sealed interface Outcome {

    record Value(SecretValue value) implements Outcome {}

    record Failure(ResolutionFailure failure) implements Outcome {}

    /**
     * What a store's answer makes of it.
     *
     * @param store the name of the store
     */
    static Outcome of(Reference reference, String store, StoreAnswers.Answer answer) {
        String path = reference.path();
        return switch (answer) {
            case StoreAnswers.TooLate late -> new Failure(new ResolutionFailure.TimedOut(store, path, late.waited()));
            case StoreAnswers.Answered answered ->
                switch (answered.result()) {
                    case ReadResult.Found found -> selected(reference, store, found);
                    case ReadResult.NotFound missing -> defaultOf(reference, store, missing.why());
                    case ReadResult.Denied denied ->
                        new Failure(new ResolutionFailure.DeniedByStore(store, path, denied.why()));
                    case ReadResult.Unavailable unavailable ->
                        new Failure(new ResolutionFailure.Unavailable(store, path, unavailable.why()));
                    case ReadResult.Unsupported unsupported ->
                        new Failure(new ResolutionFailure.Unsupported(store, path, unsupported.why()));
                };
        };
    }

    private static Outcome selected(Reference reference, String store, ReadResult.Found found) {
        try {
            SecretValue value = FieldSelector.select(found, reference.field());
            Encoding encoding = reference.encoding();
            return new Value(encoding == null ? value : encoding.encode(value));
        } catch (FieldSelector.InvalidFieldException e) {
            return new Failure(new ResolutionFailure.InvalidField(store, reference.path(), e.field(), e.why()));
        }
    }

    private static Outcome defaultOf(Reference reference, String store, String why) {
        String text = reference.defaultText();
        return text != null
                ? new Value(SecretValue.of(text))
                : new Failure(new ResolutionFailure.NotFound(store, reference.path(), why));
    }
}
