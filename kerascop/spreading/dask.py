"""A cluster of Dask: workers on any number of machines, with kerascop and nothing else on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kerascop.misuse import UsageError
from kerascop.spreading.spread import Spread


@contextmanager
def dask_cluster(address: str | None) -> Iterator[Spread]:
    """Files are spread over a cluster.

    The bytes of files travel with the work: workers need no access to the disk of this machine.

    Args:
        address: of the scheduler, such as `tcp://10.0.0.1:8786`; without one a cluster is started
            on this machine.

    Raises:
        UsageError: Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UsageError("`--executor dask` needs Dask: `pip install 'kerascop[dask]'`") from error
    try:
        client = Client(address) if address is not None else Client(dashboard_address=None)
    except (OSError, ValueError) as error:
        where = "here" if address is None else f"at `{address}`"
        raise UsageError(f"there is no scheduler of Dask {where}: {error}") from error
    with client:
        executor = client.get_executor(pure=False)
        yield Spread(
            lambda workers: executor,
            max(1, sum(client.nthreads().values())),
            sent=lambda data: client.scatter(data, broadcast=True),
            ships=True,
        )
