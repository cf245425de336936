package io.sparksecrets.pod.rewrite;

import io.sparksecrets.expansion.ExpansionToken;
import io.sparksecrets.expansion.ExpansionToken.Kind;
import io.sparksecrets.pod.Container;
import io.sparksecrets.pod.EnvVariable;
import io.sparksecrets.pod.SecretVariable;
import io.sparksecrets.pod.delivery.DeliveryNames;
import io.sparksecrets.reference.Template;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code $(NAME)} in an env value of a container stands for, as far as the container tells. */
final class EnvExpansions {

    /** Fields of a pod whose values Kubernetes itself keeps free of quotes and backslashes. */
    private static final Pattern PLAIN_FIELD = Pattern.compile("(status|spec)\\..*|metadata\\.(name|namespace|uid)");

    private final Map<String, EnvVariable> variables = new HashMap<>();
    private final Set<String> secret = new HashSet<>();

    EnvExpansions(Container container) {
        for (EnvVariable variable : container.env()) {
            String name = variable.name();
            String value = variable.value();
            boolean delivered = DeliveryNames.isDeliverySecret(variable.secretName());
            if (!SecretVariable.isName(name)
                    && (delivered || holdsReference(value) || secretIn(value).isPresent() || isOurs(value))) {
                secret.add(name);
            }
            variables.put(name, variable);
        }
    }

    /** The first variable in a text that holds a secret, itself or by another one. */
    Optional<String> secretIn(String text) {
        return ExpansionToken.names(text).filter(secret::contains).findFirst();
    }

    /** The first expansion in a text that may put a quote or a backslash there. */
    Optional<String> unsafeIn(String text) {
        return ExpansionToken.of(text).stream()
                .filter(this::isUnsafe)
                .map(ExpansionToken::source)
                .findFirst();
    }

    /** What is not closed may be so by what comes behind it. */
    private boolean isUnsafe(ExpansionToken token) {
        return token.kind() == Kind.UNCLOSED || (token.kind() == Kind.VARIABLE && !isPlain(token.name()));
    }

    private boolean isPlain(String name) {
        EnvVariable variable = variables.get(name);
        if (SecretVariable.isName(name)) {
            return true;
        }
        if (variable == null) {
            return false;
        }
        JsonNode source = variable.valueFrom();
        if (source.isObject()) {
            String field = source.at("/fieldRef/fieldPath").asString("");
            return source.has("resourceFieldRef") || PLAIN_FIELD.matcher(field).matches();
        }
        return variable.value().chars().noneMatch(c -> c == '"' || c == '\'' || c == '\\' || c == '$');
    }

    private static boolean holdsReference(String value) {
        return Template.mayHoldReference(value);
    }

    /** Whether a value takes in one of our variables, after an earlier run. */
    private static boolean isOurs(String value) {
        return SecretVariable.isIn(value);
    }
}
