package io.sparksecrets.e2e.cluster;

import io.sparksecrets.testing.Command;
import io.sparksecrets.testing.Pem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;

/** By which the kubelet knows the API server, made when the cluster starts. */
final class KubeletClientCertificate {

    private final Path directory;

    KubeletClientCertificate(Path directory) {
        this.directory = directory;
    }

    /** The certificate by which the kubelet knows the API server; it is its own authority. The key is beside it. */
    Path certificate() throws IOException {
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
                        key(),
                        Pem.text(
                                "PRIVATE KEY",
                                keys.getKey("client", "unused".toCharArray()).getEncoded()));
                Files.writeString(
                        certificate,
                        Pem.text("CERTIFICATE", keys.getCertificate("client").getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
        return certificate;
    }

    Path key() {
        return directory.resolve("kubelet-client.key");
    }
}
