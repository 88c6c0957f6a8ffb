"""The tokens of bots that were given to the program: sealed here, opened only by the key."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from plan.errors import NhacViecError
from storage.bots import Bot
from storage.database import Tx, insert_once
from storage.sealing import keyring_of
from storage.tables import bot_tokens, bots


class NoKeyError(NhacViecError):
    """There is no key to seal with, so nothing is kept."""


@dataclass(frozen=True, slots=True)
class KeptToken:
    """A bot with the token that was kept for it; `token` is None when our key does not open it."""

    bot: Bot
    token: str | None = field(repr=False)
    given_at: datetime


def keep_all_schools(tx: Tx, bot_id: int, token: str, at: datetime) -> None:
    """Keep the token of a bot, in place of an older one.

    Raises:
        NoKeyError: it would stand there in the open.
    """
    if keyring_of(tx.dialect) is None:
        raise NoKeyError
    row = insert_once(tx, bot_tokens).values(bot_id=bot_id, token=token, given_at=at)
    newer = {"token": row.excluded.token, "given_at": row.excluded.given_at}
    tx.execute(row.on_conflict_do_update(index_elements=["bot_id"], set_=newer))


def forget_all_schools(tx: Tx, bot_id: int) -> None:
    """Forget the token of a bot."""
    tx.execute(delete(bot_tokens).where(bot_tokens.c.bot_id == bot_id))


def list_all_schools(tx: Tx) -> list[KeptToken]:
    """List the bots whose tokens are kept, opened.

    A token speaks for the account it begins with: one that stands beside another bot was moved
    there by somebody who can write to the database, and counts as one that does not open.
    """
    rows = tx.execute(
        select(bots, bot_tokens.c.token, bot_tokens.c.given_at)
        .join(bot_tokens, bot_tokens.c.bot_id == bots.c.bot_id)
        .where(bots.c.ended_at.is_(None))
        .order_by(bots.c.bot_id)
    )
    return [KeptToken(Bot.of(row), _own(row), row.given_at) for row in rows]


def given_all_schools(tx: Tx) -> dict[int, datetime]:
    """Say of each bot in use whose token is kept since when it has this one."""
    rows = tx.execute(
        select(bot_tokens.c.bot_id, bot_tokens.c.given_at)
        .join(bots, bots.c.bot_id == bot_tokens.c.bot_id)
        .where(bots.c.ended_at.is_(None), bot_tokens.c.token.is_not(None))
    )
    return {row.bot_id: row.given_at for row in rows}


def lose_unreadable_all_schools(tx: Tx) -> list[Bot]:
    """Let go of the tokens that our key does not open; gives the bots that need theirs anew."""
    lost = [kept.bot for kept in list_all_schools(tx) if kept.token is None]
    numbers = [bot.bot_id for bot in lost]
    tx.execute(update(bot_tokens).where(bot_tokens.c.bot_id.in_(numbers)).values(token=None))
    return lost


def _own(row: Any) -> str | None:
    token = row.token
    is_own = isinstance(token, str) and token.partition(":")[0] == row.account
    return token if is_own else None
