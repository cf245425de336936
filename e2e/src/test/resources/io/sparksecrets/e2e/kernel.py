"""Starts Spark as a Python kernel does, with what PYSPARK_SUBMIT_ARGS says, and stays."""

import glob
import sys
import time

sys.path[:0] = ["/opt/spark/python", *glob.glob("/opt/spark/python/lib/py4j-*.zip")]

from pyspark import SparkContext

spark = SparkContext()
print("sum of", spark.parallelize(range(3), 1).sum(), flush=True)
time.sleep(3600)
