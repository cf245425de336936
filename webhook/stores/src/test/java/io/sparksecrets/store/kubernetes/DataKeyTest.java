package io.sparksecrets.store.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sparksecrets.reference.Reference;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataKeyTest {

    @ParameterizedTest
    @ValueSource(strings = {"DB_PASSWORD", "a", "_", "9", "tls.crt", "a-b", "a..b", "a.-b", "a--", "path.x", "x-.y"})
    void aPathWithoutASlashIsItsOwnKey(String path) {
        assertThat(DataKey.of(path)).isEqualTo(path);
        assertThat(DataKey.path(path)).contains(path);
    }

    @ParameterizedTest
    @CsvSource({
        "team/db/PASSWORD, -team.db.PASSWORD",
        "a/b.c-d, -a.b-.c--d",
        "a-/b./c_, -a--.b-..c_",
        "a.b/c, -a-.b.c",
        "a/b, -a.b"
    })
    void aPathWithSlashesIsWrittenWithDotsForThem(String path, String key) {
        assertThat(DataKey.of(path)).isEqualTo(key);
        assertThat(DataKey.path(key)).contains(path);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".dockerconfigjson",
                ".env.local",
                "-",
                "--",
                "-a",
                "-a-",
                "-a.",
                "-.a",
                "-a..b",
                "-a.b-",
                "-a-b.c",
                "--a.b",
                "--path.x",
                "--value.x",
                "a/b",
                "-a/b"
            })
    void aKeyThatNoPathIsWrittenAsHasNone(String key) {
        assertThat(DataKey.path(key)).isEmpty();
    }

    @Test
    void aPathWhoseKeyWouldBeTooLongHasOneForItselfAndOneForItsValue() {
        String fits = "a/" + "b".repeat(250);
        String tooLong = "a/" + "b".repeat(251);

        assertThat(DataKey.of(fits)).hasSize(253);
        assertThat(DataKey.ofPath(fits)).isEmpty();
        assertThat(DataKey.of(tooLong)).matches("--value\\.[0-9a-f]{64}");
        assertThat(DataKey.ofPath(tooLong)).contains(DataKey.of(tooLong).replace("value", "path"));
    }

    @Test
    void everyPathHasAKeyThatKubernetesTakesAndLeadsBackToIt() {
        Random random = new Random(1);
        Set<String> paths = new HashSet<>();
        Set<String> keys = new HashSet<>();
        while (paths.size() < 20_000) {
            StringBuilder path = new StringBuilder();
            int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 253 : 8);
            while (path.length() < length) {
                path.append("a_-./".charAt(random.nextInt(5)));
            }
            if (Reference.isPath(path.toString())) {
                paths.add(path.toString());
            }
        }
        for (String path : paths) {
            String key = DataKey.of(path);
            assertThat(key).matches("[-._a-zA-Z0-9]{1,253}").doesNotStartWith("..");
            assertThat(keys.add(key)).as("%s has a key of its own", path).isTrue();
            if (DataKey.ofPath(path).isEmpty()) {
                assertThat(DataKey.path(key)).contains(path);
            }
        }
    }
}
