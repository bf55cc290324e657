"""Sends a campaign with Dask. Run it again after any failure: everybody gets one message.

python dask_campaign.py customers.csv result journals
"""

import sys

import dask
import dask.dataframe
from dask.distributed import Client, LocalCluster

import smsbat
import smsbat.bulk

WORKERS = 2


def main(source: str, result: str, journals: str) -> None:
    # A partition whose worker died fails, and is not tried on the next worker.
    dask.config.set({"distributed.scheduler.allowed-failures": 0})
    with LocalCluster(n_workers=WORKERS, threads_per_worker=1) as cluster, Client(cluster):
        customers = dask.dataframe.read_csv(source, dtype=str)
        customers = customers.repartition(npartitions=4 * WORKERS)
        sent = customers.map_partitions(
            smsbat.bulk.send_partition,
            campaign="autumn-sale",
            journal=journals,
            # The key is in the environment of the workers, never here. They share the account's limit.
            client={"rate_limit": smsbat.RateLimit(messaging=(100 // WORKERS, 150 // WORKERS))},
            sender="MyShop",
            template="Hi {name}, your order is ready",
            columns={"to": "phone"},
            # Without it Dask would call the function to see what it gives.
            meta=smsbat.bulk.RESULT_DTYPES,
        )
        # The one and only computation of `sent`: what follows reads what it wrote.
        sent.to_parquet(result, overwrite=True, compute_kwargs={"retries": 0})
        print(dask.dataframe.read_parquet(result)["outcome"].value_counts().compute().to_dict())


if __name__ == "__main__":
    main(*sys.argv[1:])
