package io.sparksecrets.conf;

import static io.sparksecrets.conf.Rule.refused;

import java.util.List;

/**
 * Keys whose values Spark logs, prints or shows without {@code spark.redaction.regex}.
 *
 * <p>Only keys are here in which somebody might write a secret, such as addresses; Spark logs many a number and class name too.
 */
final class ShownKeys {

    private static final String KEEP_OUT =
            "keep credentials out of paths and addresses, as in spark.hadoop.fs.s3a.secret.key for a file on s3a://";

    /** In the order of precedence. */
    static final List<Rule> RULES = List.of(
            // SparkEnv.environmentDetails lists the class path and what was added to it, SparkContext and SparkSubmit
            // log what they add and fetch, SparkClassCommandBuilder and YARN's Client put paths on command lines.
            Rule.keys(
                    refused("is listed by Spark in its UI, its log or the process list without redaction; " + KEEP_OUT),
                    "spark.archives",
                    "spark.driver.defaultExtraClassPath",
                    "spark.driver.extraClassPath",
                    "spark.driver.extraLibraryPath",
                    "spark.driver.libraryPath",
                    "spark.files",
                    "spark.jars",
                    "spark.submit.pyFiles",
                    "spark.yarn.archive",
                    "spark.yarn.dist.archives",
                    "spark.yarn.dist.files",
                    "spark.yarn.dist.jars",
                    "spark.yarn.dist.pyFiles",
                    "spark.yarn.jar",
                    "spark.yarn.jars"),
            // MavenUtils.processRemoteRepoArg; IsolatedClientLoader of Hive gives it the second one.
            Rule.keys(
                    refused(
                            "is printed by Spark when it looks for packages; write the addresses without credentials, and"
                                    + " name an Ivy settings file in spark.jars.ivySettings that has them: <properties"
                                    + " environment=\"env\"/> lets it take them from env variables"),
                    "spark.jars.repositories",
                    "spark.sql.maven.additionalRemoteRepositories"),
            // MavenUtils.resolveMavenCoordinates and the messages of what fails in there.
            Rule.prefixes(
                    refused(
                            "is printed by Spark when it looks for packages; write the coordinates or the path itself, which"
                                    + " should be no secret"),
                    "spark.jars."),
            // EventLogFileWriter, DriverLogger, FsHistoryProvider, ReliableRDDCheckpointData,
            // FallbackStorage, FairSchedulableBuilder, SharedState, ResolveWriteToStream, HiveUtils,
            // HadoopFSDelegationTokenProvider, Client of YARN.
            Rule.keys(
                    refused("is an address or a path that Spark logs; " + KEEP_OUT),
                    "spark.checkpoint.dir",
                    "spark.driver.log.dfsDir",
                    "spark.driver.log.localDir",
                    "spark.eventLog.dir",
                    "spark.hadoop.hive.metastore.warehouse.dir",
                    "spark.history.fs.logDirectory",
                    "spark.hive.metastore.warehouse.dir",
                    "spark.kerberos.access.hadoopFileSystems",
                    "spark.scheduler.allocation.file",
                    "spark.sql.hive.metastore.jars",
                    "spark.sql.hive.metastore.jars.path",
                    "spark.sql.streaming.checkpointLocation",
                    "spark.sql.warehouse.dir",
                    "spark.storage.decommission.fallbackStorage.path",
                    "spark.yarn.access.hadoopFileSystems",
                    "spark.yarn.access.namenodes",
                    "spark.yarn.stagingDir"),
            // SparkHadoopUtil and HadoopDelegationTokenManager log in with them, and say so.
            Rule.keys(
                    refused(
                            "is logged by Spark when it logs in; write the principal or the keytab's path itself; the secret"
                                    + " is in the keytab, which a Secret of Kubernetes mounts"),
                    "spark.history.kerberos.keytab",
                    "spark.history.kerberos.principal",
                    "spark.kerberos.keytab",
                    "spark.kerberos.principal",
                    "spark.yarn.keytab",
                    "spark.yarn.principal"),
            // ExecutorLogUrlHandler, UIUtils, JettyUtils, HttpSecurityFilter, HistoryPage.
            Rule.keys(
                    refused(
                            "is shown in the links, headings or headers of Spark's UI; write the text itself, which should be"
                                    + " no secret"),
                    "spark.history.custom.executor.log.url",
                    "spark.history.ui.title",
                    "spark.master.ui.historyServerUrl",
                    "spark.master.ui.title",
                    "spark.ui.allowFramingFrom",
                    "spark.ui.custom.executor.log.url",
                    "spark.ui.proxyBase",
                    "spark.ui.proxyRedirectUri",
                    "spark.ui.reverseProxyUrl",
                    "spark.ui.strictTransportSecurity",
                    "spark.ui.xXssProtection"),
            // SecurityManager logs whom it lets in; FsHistoryProvider does so too.
            Rule.keys(
                    refused("is logged by Spark; write the users or groups themselves"),
                    "spark.admin.acls",
                    "spark.admin.acls.groups",
                    "spark.history.ui.admin.acls",
                    "spark.history.ui.admin.acls.groups",
                    "spark.modify.acls",
                    "spark.modify.acls.groups",
                    "spark.ui.view.acls",
                    "spark.ui.view.acls.groups"),
            // MetricsSystem begins the names of metrics with the namespace, the audit log of HDFS has the caller, UI
            // and event log have the attempt. SparkContext logs listeners, PluginContainer plugins.
            Rule.keys(
                    refused(
                            "is part of names and lines that Spark shows or logs; write the text itself, which should be no"
                                    + " secret"),
                    "spark.app.attempt.id",
                    "spark.extraListeners",
                    "spark.log.callerContext",
                    "spark.metrics.namespace",
                    "spark.plugins",
                    "spark.plugins.defaultList"),
            // SparkSubmit decides by them, before and in the pod.
            Rule.keys(
                    refused(
                            "says where the application runs, which is to be known before its pod starts; write the text"
                                    + " itself, which should be no secret"),
                    "spark.master",
                    "spark.submit.deployMode"),
            Rule.keys(
                    refused("decides what Spark's UI hides, and is shown there itself; write the expression itself"),
                    RedactionRegex.KEY));

    private ShownKeys() {}
}
