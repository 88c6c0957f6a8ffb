"""Handing over in chat: one's roles and work to another, and last year's roles in August."""

from collections.abc import Sequence

from bot.commands.needs import ask_person
from bot.desk import Chosen, Desk
from bot.words import without_ends
from bot.words import words as known_words
from followup.hand_over import hand_over, handed, role_names
from followup.new_duties import keep_duties
from followup.say import Option, Say
from plan.folding import compose, fold, fold_aligned
from texts.labels import label
from texts.messages.handover import (
    DutiesKept,
    HandOverAsked,
    HandOverKept,
    HandOverNeeds,
)
from texts.messages.requests import NotAllowed


def takes_somebody(rest: str, said: str, desk: Desk) -> bool:
    """Take whatever follows the verb; of who leaves, a name that is known, from who may say so."""
    if fold(said).endswith(fold(rest)):
        return True
    return desk.may_use("bangiao") and bool(desk.day.staff.find(_leaver(rest)))


def _leaver(words: str) -> str:
    return without_ends(words, "before_leaving")


def ask(words: str, desk: Desk) -> Say:
    """Ask whether somebody hands over to another: "bàn giao cô Hà cho thầy Tuấn"."""
    names = _names(_leaver(words))
    if not names[0]:
        return Say(HandOverNeeds(desk.me))
    return ask_hand_over(desk, names, [])


def ask_hand_over(desk: Desk, names: Sequence[str], known: Sequence[int]) -> Say:
    """Ask whether the first named hands over to the second; `known` are those settled before."""
    if not desk.may_use("bangiao"):
        return Say(NotAllowed(desk.me, "command"))
    staff = desk.day.staff
    meant = [member for number in known if (member := staff.member(number)) is not None]
    for name in names[len(meant) :]:
        found = staff.find(name)
        if len(found) != 1:
            payload = {"names": list(names), "members": [m.member_id for m in meant]}
            return ask_person(desk, name, {"then": "hand_over", **payload})
        meant += found
    old, new = meant[0], meant[1] if len(meant) > 1 else None
    if old == new:
        return Say(HandOverNeeds(desk.me))
    duties, count = handed(desk.day, old)
    roles = role_names(old, duties)
    message = HandOverAsked(desk.me, old, new, roles, count)
    payload = {"old": old.member_id, "new": None if new is None else new.member_id}
    stays = (Option("stays", label("hand_over_stays")),) if new is not None else ()
    leaves = Option("leaves", label("hand_over_leaves"))
    rows = ((*stays, leaves), (Option("no", label("hand_over_not")),))
    return Say(message, "hand_over", payload, rows)


def _names(words: str) -> list[str]:
    """Split "cô Hà cho thầy Tuấn" at the word between the two."""
    composed = compose(words)
    aligned = fold_aligned(composed)
    for word in known_words("hand_over_to"):
        place = aligned.find(f" {word} ")
        if place > 0:
            return [composed[:place].strip(), composed[place + len(word) + 2 :].strip()]
    return [composed.strip()]


def decide(chosen: Chosen, desk: Desk) -> Say:
    """Hand over, or leave everything as it is."""
    old = desk.day.staff.member(chosen.payload["old"])
    new = desk.day.staff.member(chosen.payload["new"])
    is_gone = old is None or (chosen.payload["new"] is not None and new is None)
    if is_gone or old is None or chosen.value not in {"stays", "leaves"}:
        return Say(
            HandOverKept(desk.me, "left", old or desk.me, new, leaves=False, to=(), not_told=())
        )
    leaves = chosen.value == "leaves"
    done = hand_over(desk.day, desk.actor, old, new, leaves=leaves)
    return Say(HandOverKept(desk.me, "done", old, new, leaves, done.tasks, done.not_told))


def decide_duties(chosen: Chosen, desk: Desk) -> Say:
    """Keep last year's heads and homeroom teachers, or wait for a new list."""
    if chosen.value != "keep":
        return Say(DutiesKept(desk.me, is_kept=False, count=0))
    return Say(DutiesKept(desk.me, is_kept=True, count=keep_duties(desk.day, desk.actor)))
