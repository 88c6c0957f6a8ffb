"""How this service is, for who watches it: /healthz in a word, /metrics in numbers."""

from collections.abc import Sequence
from typing import Protocol

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

_OK, _UNWELL = 200, 503
METRICS_TYPE = "text/plain; version=1.0.0; charset=utf-8"


class Watched(Protocol):
    """What can be asked of a service while it runs."""

    async def faults(self) -> Sequence[str]:
        """List what does not live any more, in words without anybody's names; empty for none."""
        ...

    async def metrics(self) -> bytes:
        """Give every number in Prometheus's text form."""
        ...


def health_routes(service: Watched) -> list[Route]:
    """Make the two routes. They are for this machine: mount them where nobody else comes."""

    async def healthz(_request: Request) -> Response:
        faults = await service.faults()
        text = "".join(f"{fault}\n" for fault in faults) or "ok\n"
        return PlainTextResponse(text, _UNWELL if faults else _OK)

    async def metrics(_request: Request) -> Response:
        return Response(await service.metrics(), media_type=METRICS_TYPE)

    return [Route("/healthz", healthz), Route("/metrics", metrics)]
