"""How fast one person may speak: a flood is told so once, then passed over until it ends."""

from collections import OrderedDict, deque
from datetime import datetime, timedelta
from enum import Enum

WITHIN = timedelta(minutes=1)
# Far more than anybody types; an album of photos and a platform's backlog of a night fit in.
MOST = 60
# So many speakers are remembered at most; one forgotten begins anew.
MOST_SPEAKERS = 10_000

# Who speaks: the bot, the chat, the person.
Speaker = tuple[int, str, str]


class Verdict(Enum):
    """What becomes of one update."""

    TAKEN = "taken"
    # The first one too many: it is answered, what follows is not.
    TOLD = "told"
    PASSED_OVER = "passed over"


class Pace:
    """Counts what each speaker sent in the last minute; what is lost with the process is free."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._heard: OrderedDict[Speaker, deque[datetime]] = OrderedDict()
        self._told: set[Speaker] = set()

    def judge(self, speaker: Speaker, at: datetime) -> Verdict:
        """Count one more, as of when it came in."""
        heard = self._heard.setdefault(speaker, deque(maxlen=self._most + 1))
        self._heard.move_to_end(speaker)
        while heard and heard[0] <= at - WITHIN:
            heard.popleft()
        heard.append(at)
        self._forget(at)
        if len(heard) <= self._most:
            self._told.discard(speaker)
            return Verdict.TAKEN
        if speaker in self._told:
            return Verdict.PASSED_OVER
        self._told.add(speaker)
        return Verdict.TOLD

    @property
    def remembered(self) -> int:
        """Of how many speakers something is kept in memory."""
        return len(self._heard)

    def _forget(self, now: datetime) -> None:
        """Forget who was silent for so long that nothing counts, and who is one too many."""
        while self._heard:
            speaker, heard = next(iter(self._heard.items()))
            if len(self._heard) <= MOST_SPEAKERS and heard[-1] > now - WITHIN:
                return
            del self._heard[speaker]
            self._told.discard(speaker)
