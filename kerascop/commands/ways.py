"""By which means `kerascop lint` works, as its flags say."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kerascop.config import Configuration
from kerascop.linting.means import Means
from kerascop.misuse import UsageError

if TYPE_CHECKING:
    from kerascop.spreading.spread import Spread


@dataclass(frozen=True)
class Ways:
    """The flags that change how a run works, and nothing of what it finds.

    Attributes:
        no_cache: neither read nor write a cache?
        jobs: how many processes work; as many as there are cores, if not given.
        executor: `processes` of this machine, or `dask`.
        scheduler: the address of a cluster of Dask.
        profile: measure what the run costs?
    """

    no_cache: bool = False
    jobs: int | None = None
    executor: str = "processes"
    scheduler: str | None = None
    profile: bool = False

    @contextmanager
    def means(self, configuration: Configuration) -> Iterator[Means]:
        """The means that a run has while the context lasts.

        Raises:
            UsageError: they are not to be had.
        """
        if self.scheduler is not None and self.executor != "dask":
            raise UsageError("`--scheduler` is the address of a cluster: add `--executor dask`")
        cache = None
        if not self.no_cache:
            from kerascop.caching.cache import Cache
            from kerascop.caching.folder import cache_folder

            cache = Cache(cache_folder(configuration), configuration.rulebook)
        with ExitStack() as stack:
            yield Means(self._spread(stack), cache, profiled=self.profile)

    def _spread(self, stack: ExitStack) -> Callable[[], Spread] | None:
        """Who works besides this process, made when there is enough to do."""
        if self.executor == "dask":
            from kerascop.spreading.dask import dask_cluster

            cluster = stack.enter_context(dask_cluster(self.scheduler))
            return lambda: cluster
        # A defect that is to be seen is met in this process.
        if self.jobs == 1 or os.environ.get("KERASCOP_DEBUG") == "1":
            return None
        return self._local

    def _local(self) -> Spread:
        from kerascop.spreading.local import cores, local

        return local(self.jobs or cores())
