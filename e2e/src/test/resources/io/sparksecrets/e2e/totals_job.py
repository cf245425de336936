"""Reads a table of the catalog "warehouse", writes its totals into another one, and tells what its workers got.

The argument is the SHA-256 of what the variable KEY of the executors has to be.
"""

import hashlib
import os
import sys

from pyspark.sql import SparkSession
from pyspark.sql import functions as f


def hash_of_key(_):
    return hashlib.sha256(os.environ["KEY"].encode()).hexdigest()


spark = SparkSession.builder.getOrCreate()
orders = spark.table("warehouse.public.orders")
orders.groupBy("customer").agg(f.sum("amount").alias("total")).writeTo("warehouse.public.totals").append()

seen = set(spark.sparkContext.parallelize(range(4), 4).map(hash_of_key).collect())
print("Python workers:", "arrived" if seen == {sys.argv[1]} else "DIFFERS")
spark.stop()
