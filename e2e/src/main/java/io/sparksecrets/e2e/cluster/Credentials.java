package io.sparksecrets.e2e.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Keys and tokens of one cluster, made when it starts, in files that only this user reads. */
final class Credentials {

    private static final int TOKEN_BYTES = 16;
    private static final int RSA_BITS = 2048;

    private final Path directory;
    private final StringBuilder tokens = new StringBuilder();

    Credentials(Path directory) throws IOException {
        this.directory = Files.createDirectories(
                directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** The API server's own certificate, which it makes itself, with that of who signed it. */
    Path apiServerCertificate() {
        return directory.resolve("apiserver.crt");
    }

    /** The directory in which the API server finds or makes its certificate. */
    Path directory() {
        return directory;
    }

    /** Users and tokens in the format of {@code --token-auth-file}. */
    Path tokenFile() throws IOException {
        return Files.writeString(directory.resolve("tokens.csv"), tokens);
    }

    /** A kubeconfig for a user, known to an API server that is started after this. */
    Path kubeconfig(String name, String user, String group) throws IOException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        tokens.append("%s,%s,%s,\"%s\"%n".formatted(token, user, name, group));
        return Files.writeString(directory.resolve(name + ".kubeconfig"), """
                apiVersion: v1
                kind: Config
                current-context: spark-secrets-e2e
                contexts: [{name: spark-secrets-e2e, context: {cluster: spark-secrets-e2e, user: "%s"}}]
                users: [{name: "%s", user: {token: %s}}]
                clusters:
                  - name: spark-secrets-e2e
                    cluster: {server: "%s", certificate-authority: "%s"}
                """.formatted(
                        user, user, token, ControlPlane.URL, apiServerCertificate()));
    }

    /** The key that signs the tokens of service accounts. */
    Path serviceAccountKey() throws IOException {
        Path file = directory.resolve("service-account.key");
        if (!Files.exists(file)) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(RSA_BITS);
                Files.writeString(
                        file,
                        pem(
                                "PRIVATE KEY",
                                generator.generateKeyPair().getPrivate().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return file;
    }

    /** The certificate by which the kubelet knows the API server; it is its own authority. The key is beside it. */
    Path kubeletClientCertificate() throws IOException {
        Path certificate = directory.resolve("kubelet-client.crt");
        if (!Files.exists(certificate)) {
            Path store = directory.resolve("kubelet-client.p12");
            Command.of(
                            Path.of(System.getProperty("java.home"), "bin/keytool")
                                    .toString(),
                            "-genkeypair",
                            "-alias",
                            "client",
                            "-keyalg",
                            "EC",
                            "-groupname",
                            "secp256r1",
                            "-dname",
                            "CN=kube-apiserver",
                            "-validity",
                            "365",
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            store.toString(),
                            "-storepass",
                            "unused")
                    .check();
            try (InputStream in = Files.newInputStream(store)) {
                KeyStore keys = KeyStore.getInstance("PKCS12");
                keys.load(in, "unused".toCharArray());
                Files.writeString(
                        kubeletClientKey(),
                        pem(
                                "PRIVATE KEY",
                                keys.getKey("client", "unused".toCharArray()).getEncoded()));
                Files.writeString(
                        certificate,
                        pem("CERTIFICATE", keys.getCertificate("client").getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return certificate;
    }

    Path kubeletClientKey() {
        return directory.resolve("kubelet-client.key");
    }

    private static String pem(String type, byte[] content) {
        return "-----BEGIN %s-----%n%s%n-----END %s-----%n"
                .formatted(
                        type,
                        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(content),
                        type);
    }
}
