#!/bin/bash
# What Spark's own entrypoint does that can be seen from outside: it traces what it runs, takes the executor's Java options
# from SPARK_JAVA_OPT_*, and runs the driver through spark-submit and the executor directly.
set -ex

SPARK_CLASSPATH="$SPARK_CLASSPATH:$SPARK_HOME/jars/*"
env | grep SPARK_JAVA_OPT_ | sort -t_ -k4 -n | sed 's/[^=]*=\(.*\)/\1/g' > java_opts.txt || true
readarray -t SPARK_EXECUTOR_JAVA_OPTS < java_opts.txt
if [ -n "$SPARK_EXTRA_CLASSPATH" ]; then
    SPARK_CLASSPATH="$SPARK_CLASSPATH:$SPARK_EXTRA_CLASSPATH"
fi
if [ -n "${HADOOP_CONF_DIR}" ]; then
    SPARK_CLASSPATH="$HADOOP_CONF_DIR:$SPARK_CLASSPATH"
fi
if [ -n "$SPARK_CONF_DIR" ]; then
    SPARK_CLASSPATH="$SPARK_CONF_DIR:$SPARK_CLASSPATH"
elif [ -n "$SPARK_HOME" ]; then
    SPARK_CLASSPATH="$SPARK_HOME/conf:$SPARK_CLASSPATH"
fi
SPARK_CLASSPATH="$SPARK_CLASSPATH:$PWD"

case "$1" in
driver)
    shift 1
    CMD=(
        "$SPARK_HOME/bin/spark-submit"
        --conf "spark.driver.bindAddress=$SPARK_DRIVER_BIND_ADDRESS"
        --conf "spark.executorEnv.SPARK_DRIVER_POD_IP=$SPARK_DRIVER_BIND_ADDRESS"
        --deploy-mode client
        "$@"
    )
    ;;
executor)
    shift 1
    CMD=(
        "${JAVA_HOME}/bin/java"
        "${SPARK_EXECUTOR_JAVA_OPTS[@]}"
        -Xms"$SPARK_EXECUTOR_MEMORY"
        -Xmx"$SPARK_EXECUTOR_MEMORY"
        -cp "$SPARK_CLASSPATH:$SPARK_DIST_CLASSPATH"
        org.apache.spark.scheduler.cluster.k8s.KubernetesExecutorBackend
        --driver-url "$SPARK_DRIVER_URL"
        --executor-id "$SPARK_EXECUTOR_ID"
        --cores "$SPARK_EXECUTOR_CORES"
        --app-id "$SPARK_APPLICATION_ID"
        --hostname "$SPARK_EXECUTOR_POD_IP"
        --resourceProfileId "$SPARK_RESOURCE_PROFILE_ID"
        --podName "$SPARK_EXECUTOR_POD_NAME"
    )
    ;;
*)
    CMD=("$@")
    ;;
esac

exec /usr/bin/tini -s -- "${CMD[@]}"
