package io.sparksecrets.demo;

import io.sparksecrets.reference.SecretValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Hides values wherever they stand in a text that is shown. */
final class ValueMask {

    static final String MASK = "********";

    private final List<String> values;

    ValueMask(Collection<SecretValue> values) {
        // The longest first: one value may be a part of another.
        this.values = values.stream()
                .map(SecretValue::reveal)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    String hide(String text) {
        String hidden = text;
        for (String value : values) {
            hidden = hidden.replace(value, MASK);
        }
        return hidden;
    }
}
