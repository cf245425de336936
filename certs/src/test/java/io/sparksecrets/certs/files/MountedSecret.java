package io.sparksecrets.certs.files;

import io.sparksecrets.certs.ForeignAuthority.Issued;
import io.sparksecrets.certs.KeyPem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/**
 * A Secret volume as the kubelet keeps it: the files are links into {@code ..data}, which is a link to a directory with a time in
 * its name, and a change is one rename of that link. (Kubernetes, pkg/volume/util/atomic_writer.go.)
 */
final class MountedSecret {

    private final Path directory;
    private int version;

    MountedSecret(Path directory) {
        this.directory = directory;
    }

    void put(Issued issued) throws IOException {
        put(issued.pem(), KeyPem.pkcs8(issued.key()));
    }

    void put(String certificates, String key) throws IOException {
        put(Map.of(FileCertificates.CERTIFICATE, certificates, FileCertificates.KEY, key));
    }

    void put(Map<String, String> files) throws IOException {
        Path current = Files.createDirectory(directory.resolve("..2026_11_25_%d".formatted(version++)));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(current.resolve(file.getKey()), file.getValue());
            Path link = directory.resolve(file.getKey());
            if (!Files.isSymbolicLink(link)) {
                Files.createSymbolicLink(link, Path.of("..data", file.getKey()));
            }
        }
        Path next = Files.createSymbolicLink(directory.resolve("..data_tmp"), current.getFileName());
        Files.move(next, directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    }
}
