"""Sends a campaign with Spark. Run it again after any failure: everybody gets one message.

python spark_campaign.py customers.csv result journals
"""

import sys
from collections.abc import Iterable, Iterator

import pyarrow
from pyspark.sql import SparkSession

import smsbat
import smsbat.bulk

WORKERS = 2


def main(source: str, result: str, journals: str) -> None:
    spark = (
        SparkSession.builder.appName("autumn-sale")
        # A task that failed is not tried again, and none is run twice because it is slow.
        .config("spark.task.maxFailures", 1)
        .config("spark.stage.maxConsecutiveAttempts", 1)
        .config("spark.speculation", "false")
        .getOrCreate()
    )

    def send(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        return smsbat.bulk.send_partition(
            batches,
            campaign="autumn-sale",
            journal=journals,
            # The key is in the environment of the workers, never here. They share the account's limit.
            client={"rate_limit": smsbat.RateLimit(messaging=(100 // WORKERS, 150 // WORKERS))},
            sender="MyShop",
            template="Hi {name}, your order is ready",
            columns={"to": "phone"},
        )

    customers = spark.read.csv(source, header=True).repartition(4 * WORKERS)
    sent = customers.mapInArrow(send, smsbat.bulk.SPARK_SCHEMA)
    # The one and only action on `sent`: what follows reads what it wrote.
    sent.write.mode("overwrite").parquet(result)
    counts = spark.read.parquet(result).groupBy("outcome").count().collect()
    print({row["outcome"]: row["count"] for row in counts})
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
