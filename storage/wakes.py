"""When there is something to look at next, of whatever kind: one question, for it comes often."""

from datetime import datetime

from sqlalchemy import func, select

from storage.database import Tx
from storage.tables import moments, promises

_NEXT = select(
    select(func.min(moments.c.next_at)).where(moments.c.next_at.is_not(None)).scalar_subquery(),
    select(func.min(promises.c.next_at)).scalar_subquery(),
)


def next_at_all_schools(tx: Tx) -> datetime | None:
    """Say when the next moment comes or the next promise is due; None when there is neither."""
    times = tx.execute(_NEXT).one()
    return min((at for at in times if at is not None), default=None)
