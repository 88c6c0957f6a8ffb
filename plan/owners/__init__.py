"""Reading of the cell that names who does a task."""

from plan.owners.learner import names_learner
from plan.owners.model import Owner, OwnerDoubt, OwnersReading, Part
from plan.owners.names import is_name_word
from plan.owners.reader import find_role, find_roles, may_open_owner, read_owners
from plan.owners.roles import (
    is_body,
    is_outside,
    is_public,
    is_single,
    is_within,
    kind_of,
    receiver_roles,
    roles,
    wider_role,
)

__all__ = [
    "Owner",
    "OwnerDoubt",
    "OwnersReading",
    "Part",
    "find_role",
    "find_roles",
    "is_body",
    "is_name_word",
    "is_outside",
    "is_public",
    "is_single",
    "is_within",
    "kind_of",
    "may_open_owner",
    "names_learner",
    "read_owners",
    "receiver_roles",
    "roles",
    "wider_role",
]
