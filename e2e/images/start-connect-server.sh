#!/bin/bash
# What Spark's own does, which PyPI's distribution has not.
set -o posix

exec "$SPARK_HOME/sbin/spark-daemon.sh" submit org.apache.spark.sql.connect.service.SparkConnectServer 1 \
    --name "Spark Connect server" "$@"
