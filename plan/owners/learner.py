"""Whether the owner named in a row may be the one who learns, and not the one who does."""

from functools import cache

from plan.owners.model import Owner
from plan.owners.roles import DEPUTY, is_outside, is_within, kind_of, load_table, role_phrases
from plan.owners.tidying import clean
from plan.owners.tokens import Phrases, Token, phrases_of, tokenise


@cache
def _phrases(key: str) -> Phrases[bool]:
    return phrases_of(((phrase, True) for phrase in load_table("learner.toml")[key]), strict=True)


def names_learner(work: str, owners: tuple[Owner, ...]) -> bool:
    """Whether the work trains the very role that the owner cell names.

    "Tập huấn nghiệp vụ TTCM, GV" with owners TTCM and GV, "PHT tham gia học cao học" with owner
    PHT: the cell may name who learns. Whoever is named after the training is trained ("cho GV");
    only when nobody is, those named before it are.
    """
    tokens = tokenise(clean(work))
    training = _training(tokens)
    if not training:
        return False
    before = _roles_within(tokens, 0, training[0][0])
    after = _roles_within(tokens, training[0][1], len(tokens))
    trained = after or before
    return any(_is_one_of(owner.role, trained) for owner in owners if owner.role)


def _training(tokens: list[Token]) -> list[tuple[int, int]]:
    """Give the places of the words for training, the teaching of pupils left out."""
    places = []
    for start in range(len(tokens)):
        found = _phrases("training").find(tokens, start)
        if found and not _phrases("pupils").find(tokens, found.end):
            places.append((start, found.end))
    return places


def _roles_within(tokens: list[Token], start: int, end: int) -> set[str]:
    roles = set()
    place = start
    while place < end:
        found = role_phrases().find(tokens[:end], place)
        if found and not found.value.asked and _may_learn(found.value.code):
            roles.add(found.value.code)
        place = found.end if found else place + 1
    return roles


def _may_learn(role: str) -> bool:
    return not is_outside(role) and kind_of(role) != "learner"


def _is_one_of(role: str, trained: set[str]) -> bool:
    """Whether the owner is among the trained; deputies of every kind are one role here."""
    if role in trained:
        return True
    return is_within(role, DEPUTY) and any(is_within(other, DEPUTY) for other in trained)
