package io.sparksecrets.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * A certificate for {@code localhost} and the authority that it is from, made by OpenSSL.
 *
 * @param key readable by its owner only, as PostgreSQL demands
 */
record PostgresTls(Path caCertificate, Path certificate, Path key) {

    private static final String ELLIPTIC_CURVE = "ec -pkeyopt ec_paramgen_curve:prime256v1";

    static PostgresTls create(Path directory) throws IOException {
        Path ca = directory.resolve("ca.crt");
        Path caKey = directory.resolve("ca.key");
        Path certificate = directory.resolve("server.crt");
        Path key = directory.resolve("server.key");
        openssl("req -x509 -nodes -days 2 -subj /CN=authority -newkey %s -keyout %s -out %s"
                .formatted(ELLIPTIC_CURVE, caKey, ca));
        openssl(
                "req -x509 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE -CA %s -CAkey %s -newkey %s -keyout %s -out %s"
                        .formatted(ca, caKey, ELLIPTIC_CURVE, key, certificate));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        return new PostgresTls(ca, certificate, key);
    }

    private static void openssl(String arguments) throws IOException {
        Path output = Files.createTempFile("openssl", ".log");
        try {
            Process process = new ProcessBuilder(List.of(("openssl " + arguments).split(" ")))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("openssl: " + Files.readString(output, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
