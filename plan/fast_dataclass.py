"""Values made for every message: nobody may change them, which the type checker alone sees to.

What is frozen at run time as well takes eight times as long to make, field by field; a message
takes some twenty such values. Everywhere else `@dataclass(frozen=True, slots=True)` is right.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

__all__ = ["fast_dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass as fast_dataclass
else:

    def fast_dataclass(*, frozen: bool, slots: bool) -> Any:
        """Make a class of such values, compared and hashed by its fields."""
        return dataclass(slots=slots, unsafe_hash=frozen)
