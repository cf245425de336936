package io.sparksecrets.reference;

/** The kind of quoted text in which a value stands. */
enum QuotedText {
    NONE,
    JSON,
    JAAS_IN_DOUBLE_QUOTES,
    /** Without quotes, or in single quotes, for which there is no encoding. */
    JAAS_OTHERWISE;

    /** Whether a character of the value is read as something else when it stands there as it is. */
    boolean givesMeaningTo(int c) {
        return switch (this) {
            case NONE -> false;
            case JSON -> c == '"' || c == '\\' || c < ' ';
            case JAAS_IN_DOUBLE_QUOTES -> c == '"' || c == '\\' || c == '\n' || c == '\r';
            case JAAS_OTHERWISE -> !Encoding.isUnreserved(c);
        };
    }
}
