package io.sparksecrets.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;

class ServerDirectoryTest {

    @Test
    void onlyThisUserReadsItAndItGoesWithEverythingInIt() throws Exception {
        Path path;
        try (ServerDirectory directory = ServerDirectory.create("test")) {
            path = directory.path();
            Files.createDirectories(directory.resolve("a").resolve("b"));
            Files.writeString(directory.resolve("a/b/file"), "content");
            Files.createSymbolicLink(directory.resolve("link"), path.getParent());

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rwx------");
        }

        assertThat(path).doesNotExist();
        assertThat(path.getParent()).exists();
    }
}
