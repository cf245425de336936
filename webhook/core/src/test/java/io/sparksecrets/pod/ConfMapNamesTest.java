package io.sparksecrets.pod;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names are those that Spark 3.2 to 4.1 and the Apache operator give. */
class ConfMapNamesTest {

    @ParameterizedTest
    @CsvSource({
        "spark-drv-8a1b2c9c4cf0a1b2-conf-map,        driver",
        "etl-0-spark-drv-conf-map,                   driver",
        "spark-exec-00d413a20a473280-conf-map,       executors",
        "etl-1a2b3c9c4cf0a1b2-hadoop-config,         files",
        "etl-1a2b3c9c4cf0a1b2-krb5-file,             files",
        "etl-1a2b3c9c4cf0a1b2-driver-podspec-conf-map, none",
        "spark-drv-etl-1a2b-driver-podspec-conf-map, none",
        "spark-exec-etl-1a2b-driver-podspec-conf-map, none",
        "hadoop-config,                              none",
        "etl-hadoop-config-2,                        none",
        "etl-conf-map,                               none",
        "'',                                         none",
    })
    void aConfigMapOfSparkIsToldByItsName(String name, String kind) {
        assertThat(ConfMapNames.isOfDriver(name)).isEqualTo(kind.equals("driver"));
        assertThat(ConfMapNames.isOfExecutors(name)).isEqualTo(kind.equals("executors"));
        assertThat(ConfMapNames.isOfFiles(name)).isEqualTo(kind.equals("files"));
    }
}
