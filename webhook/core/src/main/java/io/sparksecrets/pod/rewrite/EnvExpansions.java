package io.sparksecrets.pod.rewrite;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What {@code $(NAME)} in an env value of a container stands for, as far as the container tells. */
final class EnvExpansions {

    /** Fields of a pod whose values Kubernetes itself keeps free of quotes and backslashes. */
    private static final Pattern PLAIN_FIELD = Pattern.compile("(status|spec)\\..*|metadata\\.(name|namespace|uid)");

    /** {@code $$} begins no expansion; {@code $(} without an end may be ended by what comes behind it. */
    private static final Pattern EXPANSION = Pattern.compile("\\$\\$|\\$\\(([^()$]*)\\)|(\\$\\()");

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
        Matcher matcher = EXPANSION.matcher(text);
        while (matcher.find()) {
            if (matcher.group(1) != null && secret.contains(matcher.group(1))) {
                return Optional.of(matcher.group(1));
            }
        }
        return Optional.empty();
    }

    /** The first expansion in a text that may put a quote or a backslash there. */
    Optional<String> unsafeIn(String text) {
        Matcher matcher = EXPANSION.matcher(text);
        while (matcher.find()) {
            boolean open = matcher.group(2) != null;
            if (open || (matcher.group(1) != null && !isPlain(matcher.group(1)))) {
                return Optional.of(matcher.group());
            }
        }
        return Optional.empty();
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
