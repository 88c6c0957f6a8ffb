"""A platform that takes everything, and remembers when."""

import asyncio
import time
from collections import deque

from followup.ports import Capabilities, Outcome, Prompt, Rates, Sent, Target


class Stub:
    """Answers after `seconds`; `began` are monotonic seconds, `most` how many overlapped."""

    def __init__(self, rates: Rates | None = None, seconds: float = 0.0) -> None:
        self.began: list[float] = []
        self.most = 0
        self._flying = 0
        self._seconds = seconds
        self.capabilities = Capabilities(
            buttons=True,
            edit=False,
            reply_ref=True,
            deep_link=True,
            upload=True,
            groups=True,
            max_text=4096,
            rates=rates,
        )

    async def send(self, target: Target, prompt: Prompt) -> Outcome:
        """Take one message."""
        del target, prompt
        self.began.append(time.monotonic())
        self._flying += 1
        self.most = max(self.most, self._flying)
        await asyncio.sleep(self._seconds)
        self._flying -= 1
        return Sent(str(len(self.began)))

    async def probe(self) -> bool:
        """Always there."""
        return True

    def busiest(self) -> int:
        """Give the most messages begun within any second."""
        lately: deque[float] = deque()
        most = 0
        for at in self.began:
            lately.append(at)
            while lately[0] <= at - 1:
                lately.popleft()
            most = max(most, len(lately))
        return most
