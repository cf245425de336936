package io.sparksecrets.pod.rewrite;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;

/**
 * What the kubelet hands to a container: its env and its words after expansion, as makeEnvironmentVariables and
 * third_party/forked/golang/expansion/expand.go of Kubernetes do it.
 */
public record KubeletView(Map<String, String> env, List<String> words) {

    /**
     * What the kubelet would start.
     *
     * @param secrets gives the value for the name of a Secret and a key in it
     */
    public static KubeletView of(JsonNode container, BiFunction<String, String, String> secrets) {
        Map<String, String> env = new LinkedHashMap<>();
        for (JsonNode variable : container.path("env")) {
            JsonNode reference = variable.at("/valueFrom/secretKeyRef");
            String value = reference.isObject()
                    ? secrets.apply(
                            reference.path("name").asString(""),
                            reference.path("key").asString(""))
                    : expand(variable.path("value").asString(""), env);
            env.put(variable.path("name").asString(""), value);
        }
        List<String> words = new ArrayList<>();
        for (String list : List.of("command", "args")) {
            container.path(list).forEach(word -> words.add(expand(word.asString(""), env)));
        }
        return new KubeletView(env, words);
    }

    /** What it makes of a text. */
    public static String expand(String input, Map<String, String> env) {
        StringBuilder out = new StringBuilder();
        int checkpoint = 0;
        for (int cursor = 0; cursor < input.length(); cursor++) {
            if (input.charAt(cursor) == '$' && cursor + 1 < input.length()) {
                out.append(input, checkpoint, cursor);
                String rest = input.substring(cursor + 1);
                int advance = 1;
                if (rest.charAt(0) == '$') {
                    out.append('$');
                } else if (rest.charAt(0) == '(') {
                    int close = rest.indexOf(')');
                    if (close < 0) {
                        out.append("$(");
                    } else {
                        String name = rest.substring(1, close);
                        out.append(env.containsKey(name) ? env.get(name) : "$(" + name + ")");
                        advance = close + 1;
                    }
                } else {
                    out.append('$').append(rest.charAt(0));
                }
                cursor += advance;
                checkpoint = cursor + 1;
            }
        }
        return out.append(input.substring(checkpoint)).toString();
    }
}
