package io.sparksecrets.certs.files;

import io.sparksecrets.certs.BadCertificateException;
import io.sparksecrets.certs.CertificateSource;
import io.sparksecrets.certs.Pem;
import io.sparksecrets.certs.ServingCertificate;
import io.sparksecrets.kubernetes.InstallationException;
import io.sparksecrets.kubernetes.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files {@code tls.crt}, a PEM chain that begins with the server's certificate, and {@code tls.key}, its key in PKCS#8, PKCS#1
 * or SEC 1, as a mounted Secret of type {@code kubernetes.io/tls} has them. They are read again every few seconds, whatever their
 * times say, because a mounted Secret changes through a symbolic link. What is broken, does not match or has expired is not
 * served; the one before is.
 */
public final class FileCertificates implements CertificateSource {

    static final String CERTIFICATE = "tls.crt";
    static final String KEY = "tls.key";

    private static final Logger LOG = LoggerFactory.getLogger(FileCertificates.class);
    private static final Duration POLL = Duration.ofSeconds(5);
    private static final int MAX_LENGTH = 1024 * 1024;

    /** What the two files hold. */
    private record Content(String certificate, String key) {

        /** Tells nothing of the key. */
        @Override
        public String toString() {
            return "Content";
        }
    }

    private record Served(Content content, Instant until) {}

    private final Path directory;
    private final List<String> names;
    private final InstantSource clock;
    private Optional<Served> served = Optional.empty();
    private volatile @Nullable Loop loop;

    /**
     * Certificates of a directory.
     *
     * @param names what clients call the server; a certificate has to bear all of them
     */
    public FileCertificates(Path directory, List<String> names, InstantSource clock) {
        this.directory = directory;
        this.names = List.copyOf(names);
        this.clock = clock;
    }

    @Override
    public void start(Consumer<ServingCertificate> serve) {
        Loop started = new Loop("certificates", () -> {
            read(serve);
            return POLL;
        });
        loop = started;
        started.start();
    }

    @Override
    public Optional<String> problem() {
        Loop started = loop;
        return started == null ? Optional.empty() : started.problem();
    }

    @Override
    public void close() {
        Loop started = loop;
        if (started != null) {
            started.close();
        }
    }

    /** Reads the files; serves what they hold if that is new and right. */
    void read(Consumer<ServingCertificate> serve) throws InstallationException {
        Instant now = clock.instant();
        try {
            Content content = content();
            ServingCertificate certificate = certificate(content);
            certificate.check(now, names, directory.resolve(CERTIFICATE).toString());
            if (served.filter(one -> one.content().equals(content)).isEmpty()) {
                serve.accept(certificate);
                LOG.info("certificates: read {} until {}", directory.resolve(CERTIFICATE), certificate.until());
                served = Optional.of(new Served(content, certificate.until()));
            }
        } catch (BadCertificateException e) {
            throw new InstallationException(e.getMessage() + kept(now));
        }
    }

    private String kept(Instant now) {
        return served.map(one -> one.until().isBefore(now)
                        ? "; the certificate that is served expired %s, so the API server refuses it"
                                .formatted(one.until())
                        : "; the certificate from before is still served, until %s".formatted(one.until()))
                .orElse("");
    }

    private ServingCertificate certificate(Content content) throws BadCertificateException {
        String place = directory.resolve(CERTIFICATE).toString();
        return ServingCertificate.of(
                Pem.privateKey(content.key(), directory.resolve(KEY).toString()),
                Pem.certificates(content.certificate(), place),
                place);
    }

    /** Both files from the same moment: read twice alike, lest one is of before a change and one of after it. */
    private Content content() throws BadCertificateException {
        Content before = once();
        Content after = once();
        for (int i = 0; i < 3 && !before.equals(after); i++) {
            before = after;
            after = once();
        }
        return after;
    }

    private Content once() throws BadCertificateException {
        return new Content(text(CERTIFICATE), text(KEY));
    }

    private String text(String name) throws BadCertificateException {
        Path file = directory.resolve(name);
        try {
            if (Files.size(file) > MAX_LENGTH) {
                throw new BadCertificateException(
                        file.toString(), "is longer than 1 MiB, so it is no certificate or key");
            }
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new BadCertificateException(file.toString(), "does not exist");
        } catch (IOException e) {
            throw new BadCertificateException(
                    file.toString(),
                    "cannot be read (%s)".formatted(e.getClass().getSimpleName()));
        }
    }
}
