package io.sparksecrets.e2e;

import io.sparksecrets.testing.Unavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Starts the installation for the first test that needs it and takes it down after the last. */
final class InstallationExtension implements ExecutionCondition, ParameterResolver {

    /** Either an installation or why there is none. */
    private sealed interface Attempt {

        record Started(Installation installation) implements Attempt, AutoCloseable {
            @Override
            public void close() {
                installation.close();
            }
        }

        record Impossible(String missing) implements Attempt {}
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return switch (attempt(context)) {
            case Attempt.Started started -> ConditionEvaluationResult.enabled("there is a cluster");
            case Attempt.Impossible impossible -> ConditionEvaluationResult.disabled(impossible.missing());
        };
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Installation.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return installation(context);
    }

    /** The installation, where there is one. */
    static Installation installation(ExtensionContext context) {
        return ((Attempt.Started) attempt(context)).installation();
    }

    private static Attempt attempt(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(InstallationExtension.class))
                .computeIfAbsent(Attempt.class, key -> start(), Attempt.class);
    }

    private static Attempt start() {
        try {
            return new Attempt.Started(Installation.start(new Installation.Parts(
                    path("e2e.directory"), path("e2e.deploy"), path("e2e.job"), path("e2e.cluster"))));
        } catch (Unavailable e) {
            e.failWhereRequired();
            System.out.println("The end-to-end tests are skipped. " + e.getMessage());
            return new Attempt.Impossible(e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path path(String property) {
        return Path.of(Objects.requireNonNull(System.getProperty(property), property));
    }
}
