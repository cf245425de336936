package io.sparksecrets;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.Serializable;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may know whom: the arrows between packages, and which library is used where. */
class ArchitectureTest {

    private static final String PROGRAM = "io.sparksecrets";

    private static final String[] CORE = inProgram(
            "reference..", "expansion..", "shell..", "program..", "conf..", "pod..", "verdict..", "text..", "retry..");

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isReleased)
            .importPackages(PROGRAM);

    /** What is on the class path of tests only: the servers of tests, and the tests of stores. */
    private static boolean isReleased(Location location) {
        return !location.contains("-tests.jar") && !location.contains("/sparksecrets/testing/");
    }

    @Test
    void noPackageNeedsItselfByWayOfAnother() {
        slices().matching(PROGRAM + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void theCoreIsPureSoThatItDependsOnNothingThatReadsWritesOrTellsTheTime() {
        classes()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                        .or(resideInAnyPackage(
                                "java.lang..",
                                "java.util..",
                                "java.nio",
                                "java.nio.charset",
                                "java.time",
                                "java.security..",
                                "javax.crypto..",
                                "tools.jackson..",
                                "org.jspecify.."))
                        // What reads a text line by line is declared to throw what a file might.
                        .or(belongToAnyOf(
                                Serializable.class,
                                StringReader.class,
                                IOException.class,
                                UncheckedIOException.class,
                                URLDecoder.class)))
                .check(CLASSES);
    }

    @Test
    void theCoreHasNoClockAndNoChance() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .dependOnClassesThat(
                        belongToAnyOf(Random.class, SecureRandom.class, ThreadLocalRandom.class, Thread.class))
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> aRoomKnowsOnlyThoseBelowIt() {
        return Stream.of(
                        room("kubernetes..", "retry.."),
                        room("certs..", "kubernetes.."),
                        room("store..", "kubernetes..", "reference..", "retry..", "text.."),
                        room("access..", "pod.."),
                        room("resolution..", "access..", "store", "pod..", "reference..", "text.."),
                        room("https..", "certs.."),
                        room("admission..", "rate..", "text.."),
                        room("mutation..", "admission..", "pod..", "reference.."),
                        room("delivery..", "kubernetes..", "pod..", "reference..", "retry..", "text.."),
                        room(
                                "validation..",
                                "admission..",
                                "conf..",
                                "delivery..",
                                "pod..",
                                "rate..",
                                "reference..",
                                "resolution..",
                                "store",
                                "verdict.."),
                        room(
                                "waiting..",
                                "delivery..",
                                "pod..",
                                "reference..",
                                "resolution..",
                                "retry..",
                                "validation.."),
                        room("manifest..", "text..", "yaml.."),
                        room("submission..", "conf..", "manifest..", "pod..", "reference.."),
                        room(
                                "check..",
                                "manifest..",
                                "mutation..",
                                "pod..",
                                "reference..",
                                "resolution..",
                                "submission..",
                                "validation.."),
                        room("authorization..", "kubernetes..", "reference.."),
                        room(
                                "api..",
                                "authorization..",
                                "rate..",
                                "reference..",
                                "store.adapter..",
                                "store.diagnosis..",
                                "text.."))
                .map(room -> DynamicTest.dynamicTest(room.name(), () -> knowsOnly(room)));
    }

    /** @param known packages of the program, its own among them */
    private record Room(String name, List<String> known) {}

    private static Room room(String name, String... below) {
        String[] known =
                inProgram(Stream.concat(Stream.of(name), Stream.of(below)).toArray(String[]::new));
        return new Room(name, List.of(known));
    }

    private static void knowsOnly(Room room) {
        noClasses()
                .that()
                .resideInAPackage(PROGRAM + "." + room.name())
                .should()
                .dependOnClassesThat(resideInAPackage(PROGRAM + "..")
                        .and(resideOutsideOfPackages(room.known().toArray(String[]::new))))
                .check(CLASSES);
    }

    @Test
    void theAdaptersOfStoresDoNotKnowEachOther() {
        slices().matching(PROGRAM + ".store.(database|kubernetes|vault)..")
                .should()
                .notDependOnEachOther()
                .check(CLASSES);
    }

    @Test
    void settingsAreReadByWhoPutsTheProgramTogetherAndByCommands() {
        noClasses()
                .that()
                .resideOutsideOfPackages(inProgram("configuration..", "application..", "command.."))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(PROGRAM + ".configuration..")
                .check(CLASSES);
    }

    @TestFactory
    Stream<DynamicTest> aLibraryIsUsedWhereItBelongs() {
        return Map.of(
                        "picocli..", inProgram("command.."),
                        "io.fabric8.kubernetes..",
                                inProgram(
                                        "kubernetes",
                                        "certs.kubernetes",
                                        "store.adapter",
                                        "store.credential",
                                        "store.diagnosis",
                                        "store.kubernetes",
                                        "delivery",
                                        "authorization",
                                        "application",
                                        "command.."),
                        "io.javalin..", inProgram("https..", "admission..", "api..", "application.."),
                        "org.eclipse.jetty..", inProgram("https..", "health.."),
                        "org.jdbi..", inProgram("store.database.."),
                        "org.postgresql..", inProgram("store.database..", "store.diagnosis.."),
                        "io.github.jopenlibs..", inProgram("store.vault.."),
                        "org.bouncycastle..", inProgram("certs..", "passphrase.."),
                        "org.snakeyaml..", inProgram("yaml..", "configuration.."),
                        "com.google.crypto.tink..", inProgram("store.database..", "passphrase.."))
                .entrySet()
                .stream()
                .map(library -> DynamicTest.dynamicTest(library.getKey(), () -> isUsedOnlyIn(library)));
    }

    private static void isUsedOnlyIn(Entry<String, String[]> library) {
        noClasses()
                .that()
                .resideOutsideOfPackages(library.getValue())
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library.getKey())
                .check(CLASSES);
    }

    private static String[] inProgram(String... packages) {
        return Stream.of(packages).map(one -> PROGRAM + "." + one).toArray(String[]::new);
    }
}
