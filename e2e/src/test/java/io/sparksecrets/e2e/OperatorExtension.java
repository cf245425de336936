package io.sparksecrets.e2e;

import io.sparksecrets.e2e.operator.SparkOperator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Installs the spark-operator, and makes its namespaces, for the first test that needs it. It goes after the last test. */
final class OperatorExtension implements ParameterResolver {

    /** Where its mutating webhook is called before that of the installation. */
    static final String BEFORE = "operator-before";

    /** Where its mutating webhook is called after that of the installation. */
    static final String AFTER = "operator-after";

    /** For SparkConnects. */
    static final String CONNECT = "operator-connect";

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == SparkOperator.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(OperatorExtension.class))
                .computeIfAbsent(
                        SparkOperator.class,
                        key -> install(InstallationExtension.installation(context)),
                        SparkOperator.class);
    }

    private static SparkOperator install(Installation installation) {
        List<String> namespaces = List.of(BEFORE, AFTER, CONNECT);
        namespaces.forEach(installation::createNamespace);
        try {
            SparkOperator operator =
                    SparkOperator.install(installation.cluster(), installation.prepared("spark-operator"), namespaces);
            // The API server sorts by name.
            operator.moveTo(ownConfiguration(installation) + "-then-spark-operator", AFTER);
            return operator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name of the installation's own configuration of mutating webhooks. */
    static String ownConfiguration(Installation installation) {
        return installation
                .client()
                .admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .list()
                .getItems()
                .stream()
                .filter(configuration -> configuration.getWebhooks().stream()
                        .allMatch(webhook -> webhook.getName().endsWith(".sparksecrets.io")
                                && "enabled"
                                        .equals(webhook.getNamespaceSelector()
                                                .getMatchLabels()
                                                .get("sparksecrets.io/injection"))))
                .map(configuration -> configuration.getMetadata().getName())
                .findFirst()
                .orElseThrow();
    }
}
