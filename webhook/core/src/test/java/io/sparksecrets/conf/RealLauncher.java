package io.sparksecrets.conf;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the classes of spark-launcher what they do. They are not public, and of two versions. */
enum RealLauncher {
    SPARK_3("spark-launcher_2.12"),
    SPARK_4("spark-launcher_2.13");

    private static final String PACKAGE = "org.apache.spark.launcher.";

    @SuppressWarnings("ImmutableEnumChecker")
    private final ClassLoader classes;

    RealLauncher(String artifact) {
        classes = new URLClassLoader(new URL[] {jar(artifact)}, ClassLoader.getPlatformClassLoader());
    }

    /** The words that the launcher makes of options. */
    @SuppressWarnings("unchecked")
    List<String> split(String options) throws ReflectiveOperationException {
        Method split =
                classes.loadClass(PACKAGE + "CommandBuilderUtils").getDeclaredMethod("parseOptionString", String.class);
        split.setAccessible(true);
        return (List<String>) split.invoke(null, options);
    }

    boolean refuses(String options) throws ReflectiveOperationException {
        try {
            split(options);
            return false;
        } catch (InvocationTargetException e) {
            return e.getCause() instanceof IllegalArgumentException;
        }
    }

    /** What the launcher reads from {@code --properties-file}. */
    @SuppressWarnings("unchecked")
    Map<String, String> load(Path propertiesFile) throws ReflectiveOperationException {
        Constructor<?> constructor =
                classes.loadClass(PACKAGE + "SparkSubmitCommandBuilder").getDeclaredConstructor(List.class);
        constructor.setAccessible(true);
        Object builder = constructor.newInstance(
                List.of("--properties-file", propertiesFile.toString(), "--class", "Main", "local:///app.jar"));
        Method effective =
                classes.loadClass(PACKAGE + "AbstractCommandBuilder").getDeclaredMethod("getEffectiveConfig");
        effective.setAccessible(true);
        return (Map<String, String>) effective.invoke(builder);
    }

    /**
     * What SparkSubmitCommandBuilder makes of the words that follow spark-submit.
     *
     * @param parsedArgs the options that it hands on as they are
     */
    record Submission(
            Map<String, String> conf,
            @Nullable String master,
            @Nullable String deployMode,
            @Nullable String propertiesFile,
            @Nullable String mainClass,
            List<String> parsedArgs,
            @Nullable String appResource,
            List<String> appArgs) {}

    /** Empty where the launcher refuses the words. */
    @SuppressWarnings("unchecked")
    Optional<Submission> submission(List<String> words) throws ReflectiveOperationException {
        Constructor<?> constructor =
                classes.loadClass(PACKAGE + "SparkSubmitCommandBuilder").getDeclaredConstructor(List.class);
        constructor.setAccessible(true);
        Object builder;
        try {
            builder = constructor.newInstance(words);
        } catch (InvocationTargetException e) {
            return Optional.empty();
        }
        return Optional.of(new Submission(
                (Map<String, String>) Objects.requireNonNull(field(builder, "conf")),
                (String) field(builder, "master"),
                (String) field(builder, "deployMode"),
                (String) field(builder, "propertiesFile"),
                (String) field(builder, "mainClass"),
                (List<String>) Objects.requireNonNull(field(builder, "parsedArgs")),
                (String) field(builder, "appResource"),
                (List<String>) Objects.requireNonNull(field(builder, "appArgs"))));
    }

    /** The options that the version knows, each with its other names, those with a value first. */
    List<List<String[]>> options() throws ReflectiveOperationException {
        Class<?> parserClass = classes.loadClass(PACKAGE + "SparkSubmitOptionParser");
        Constructor<?> constructor = parserClass.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object parser = constructor.newInstance();
        return List.of(List.of((String[][]) Objects.requireNonNull(field(parser, "opts"))), List.of((String[][])
                Objects.requireNonNull(field(parser, "switches"))));
    }

    private static @Nullable Object field(Object object, String name) throws ReflectiveOperationException {
        Class<?> type = object.getClass();
        while (true) {
            try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(object);
            } catch (NoSuchFieldException e) {
                type = Objects.requireNonNull(type.getSuperclass(), name);
            }
        }
    }

    private static URL jar(String artifact) {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry -> new File(entry).getName().startsWith(artifact))
                .map(RealLauncher::url)
                .findFirst()
                .orElseThrow(() -> new AssertionError(artifact + " is not on the class path of the tests"));
    }

    private static URL url(String file) {
        try {
            return new File(file).toURI().toURL();
        } catch (MalformedURLException e) {
            throw new AssertionError(e);
        }
    }
}
