package io.sparksecrets.configuration;

import io.sparksecrets.store.CredentialSource;
import io.sparksecrets.store.credential.FileCredential;
import io.sparksecrets.store.credential.InlineCredential;
import io.sparksecrets.store.credential.InstallationSecretKeys;
import io.sparksecrets.store.credential.SecretKeyCredential;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says where a credential comes from, of which one way may be given. */
final class CredentialReader {

    private final SettingValues values;
    private final InstallationSecretKeys secretKeys;

    CredentialReader(SettingValues values, InstallationSecretKeys secretKeys) {
        this.values = values;
        this.secretKeys = secretKeys;
    }

    /** The credential; empty when none is given, or when something is wrong, which is then among the problems. */
    Optional<CredentialSource> read(CredentialSettings settings) {
        List<Setting<?>> ways = Stream.of(
                        settings.inline().stream().toList(),
                        List.of(settings.file()),
                        List.of(settings.secretName(), settings.secretKey()))
                .flatMap(way -> way.stream().filter(values::isGiven).limit(1))
                .collect(Collectors.toList());
        if (ways.size() > 1) {
            values.problem("%s; the credential comes from one place".formatted(values.allGiven(ways)));
            return Optional.empty();
        }
        Optional<CredentialSource> inline =
                settings.inline().flatMap(values::find).map(InlineCredential::new);
        return inline.or(() -> values.find(settings.file())
                        .map(file -> new FileCredential(
                                file.toAbsolutePath().normalize(),
                                settings.file().key())))
                .or(() -> secret(settings));
    }

    private Optional<CredentialSource> secret(CredentialSettings settings) {
        needs(settings.secretName(), settings.secretKey());
        needs(settings.secretKey(), settings.secretName());
        return values.find(settings.secretName())
                .flatMap(name -> values.find(settings.secretKey())
                        .map(key -> new SecretKeyCredential(
                                name, key, settings.secretName().key().replaceFirst("\\.name$", ""), secretKeys)));
    }

    private void needs(Setting<?> given, Setting<?> other) {
        if (values.isGiven(given) && !values.isGiven(other)) {
            values.problem("%s needs %s beside it".formatted(values.named(given), other.key()));
        }
    }

    /** How a credential can be given, for messages: {@code a, aFile, or aSecret with name and key}. */
    static String ways(CredentialSettings settings) {
        String secret = settings.secretName().key().replaceFirst("\\.name$", "");
        return Stream.concat(settings.inline().stream(), Stream.of(settings.file()))
                        .map(Setting::key)
                        .collect(Collectors.joining(", "))
                + ", or " + secret + " with name and key";
    }
}
