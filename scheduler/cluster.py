"""Many machines: Procrastinate wakes the workers' lanes; the lane's row stays the only fence."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Self

from procrastinate import App, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException
from procrastinate.jobs import Status
from procrastinate.schema import SchemaManager

from storage.database import DatabaseDownError

# Procrastinate's tables have a schema of their own: ours are never mixed with them.
SCHEMA = "procrastinate"
QUEUE = "lanes"
TASK = "lane"
# A worker that died is noticed within the time after which its lane's lease has run out.
HEARTBEAT_SECONDS = 0.5
STALLED_SECONDS = 2.0
POLL_SECONDS = 1.0
# What a worker that is told to stop has on its way is waited for so long.
STOP_WITHIN = 10.0


def tables() -> str:
    """Give the statements that make Procrastinate's tables."""
    return SchemaManager.get_schema()


Work = Callable[[int], Awaitable[object]]


class Cluster:
    """The waker of workers, on one side, and a worker that is woken, on the other."""

    def __init__(self, conninfo: str) -> None:
        options = f"-c search_path={SCHEMA}"
        connector = PsycopgConnector(conninfo=conninfo, kwargs={"options": options}, min_size=1)
        self._app = App(connector=connector)

    async def __aenter__(self) -> Self:
        with _saying_down():
            await self._app.open_async()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._app.close_async()

    async def wake(self, bot_ids: Iterable[int]) -> None:
        """Let workers take these lanes; what is asked for already is not asked again.

        What dead workers had begun is finished first, or its lock would keep the lane. Nothing is
        retried: the messages are in our tables.

        Raises:
            DatabaseDownError: the server does not answer.
        """
        with _saying_down():
            await self._clear()
            for bot_id in bot_ids:
                lock = f"lane:{bot_id}"
                job = self._app.configure_task(TASK, queue=QUEUE, lock=lock, queueing_lock=lock)
                with suppress(AlreadyEnqueued):
                    await job.defer_async(bot_id=bot_id)

    async def _clear(self) -> None:
        manager = self._app.job_manager
        for job in await manager.get_stalled_jobs(
            queue=QUEUE, seconds_since_heartbeat=STALLED_SECONDS
        ):
            await manager.finish_job(job, Status.FAILED, delete_job=True)

    async def work(self, work: Work, lanes_at_once: int) -> None:
        """Work on lanes as they are woken, until cancelled; what was begun is finished then.

        Raises:
            DatabaseDownError: the server does not answer.
        """

        @self._app.task(name=TASK, queue=QUEUE)
        async def lane(bot_id: int) -> None:
            await work(bot_id)

        with _saying_down():
            await self._app.run_worker_async(
                queues=[QUEUE],
                concurrency=lanes_at_once,
                fetch_job_polling_interval=POLL_SECONDS,
                update_heartbeat_interval=HEARTBEAT_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
                shutdown_graceful_timeout=STOP_WITHIN,
                delete_jobs="always",
                install_signal_handlers=False,
            )


@contextmanager
def _saying_down() -> Iterator[None]:
    try:
        yield
    except (ConnectorException, OSError) as error:
        raise DatabaseDownError from error
