package io.sparksecrets.configuration;

import io.sparksecrets.reference.SecretValue;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The settings of one credential, of which one way is given: {@code password}, {@code passwordFile} or {@code passwordSecret}.
 *
 * @param inline the credential itself; empty for one that no configuration should hold
 */
record CredentialSettings(
        Optional<Setting<SecretValue>> inline,
        Setting<Path> file,
        Setting<String> secretName,
        Setting<String> secretKey) {

    /**
     * A credential that may stand in the configuration.
     *
     * @param what it is, such as {@code the token}
     */
    static CredentialSettings of(String key, String what) {
        Setting<SecretValue> inline = Setting.optional(
                        key, ValueTypes.secret(), "none", "The value of " + what + "; better a file or a Secret.")
                .keptSecret();
        return elsewhere(Optional.of(inline), key, what);
    }

    /** A credential that stands in a file or in a Secret. */
    static CredentialSettings elsewhere(String key, String what) {
        return elsewhere(Optional.empty(), key, what);
    }

    private static CredentialSettings elsewhere(Optional<Setting<SecretValue>> inline, String key, String what) {
        return new CredentialSettings(
                inline,
                Setting.optional(
                        key + "File",
                        ValueTypes.path(),
                        "none",
                        "A file with " + what + ", read again whenever it is needed."),
                Setting.optional(
                        key + "Secret.name",
                        ValueTypes.objectName(),
                        "none",
                        "A Secret of the installation with " + what + ", read again whenever it is needed."),
                Setting.optional(
                        key + "Secret.key",
                        ValueTypes.secretKey(),
                        "none",
                        "The key of that Secret under which " + what + " is."));
    }

    /** The same of another store. */
    CredentialSettings at(String store) {
        return new CredentialSettings(
                inline.map(setting -> setting.at(store)), file.at(store), secretName.at(store), secretKey.at(store));
    }

    List<Setting<?>> all() {
        return Stream.<Setting<?>>concat(inline.stream(), Stream.of(file, secretName, secretKey))
                .toList();
    }
}
