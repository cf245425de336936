package io.sparksecrets.api;

import io.sparksecrets.reference.SecretValue;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the token of an {@code Authorization} header (RFC 6750, section 2.1). */
final class Bearer {

    private static final Pattern CREDENTIALS = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]+=*)");

    private Bearer() {}

    /** The token; empty when there is none, or another scheme. */
    static Optional<SecretValue> token(@Nullable String authorization) {
        Matcher matcher = CREDENTIALS.matcher(authorization == null ? "" : authorization.strip());
        return matcher.matches() ? Optional.of(SecretValue.of(matcher.group(1))) : Optional.empty();
    }
}
