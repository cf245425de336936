package io.sparksecrets.testing;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Keys and tokens of one cluster, made when it starts, in files that only this user reads. */
public final class Credentials {

    private static final int TOKEN_BYTES = 16;
    private static final int RSA_BITS = 2048;

    private final Path directory;
    private final URI apiServer;
    private final StringBuilder tokens = new StringBuilder();

    /**
     * Makes the directory; what is in it is made as it is asked for.
     *
     * @param apiServer where clients reach the API server
     */
    public Credentials(Path directory, URI apiServer) throws IOException {
        this.apiServer = apiServer;
        this.directory = Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The API server's own certificate, which it makes itself, with that of who signed it. */
    public Path apiServerCertificate() {
        return directory.resolve("apiserver.crt");
    }

    /** The directory in which the API server finds or makes its certificate. */
    public Path directory() {
        return directory;
    }

    /** Users and tokens in the format of {@code --token-auth-file}. */
    public Path tokenFile() throws IOException {
        return Files.writeString(directory.resolve("tokens.csv"), tokens);
    }

    /**
     * A kubeconfig for a user, known to an API server that is started after this.
     *
     * @param name of the file and, as the user's UID, in the API server
     */
    public Path kubeconfig(String name, String user, String group) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        tokens.append("%s,%s,%s,\"%s\"%n".formatted(token, user, name, group));
        return Files.writeString(directory.resolve(name + ".kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: spark-secrets
                contexts: [{name: spark-secrets, context: {cluster: spark-secrets, user: "%s"}}]
                users: [{name: "%s", user: {token: %s}}]
                clusters:
                  - name: spark-secrets
                    cluster: {server: "%s", certificate-authority: "%s"}
                """.formatted(
                        user, user, token, apiServer, apiServerCertificate()));
    }

    /** The key that signs the tokens of service accounts. */
    public Path serviceAccountKey() throws IOException {
        Path file = directory.resolve("service-account.key");
        if (!Files.exists(file)) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                Files.writeString(
                        file,
                        Pem.text(
                                "PRIVATE KEY",
                                generator.generateKeyPair().getPrivate().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return file;
    }
}
