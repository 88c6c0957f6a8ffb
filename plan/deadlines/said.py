"""A light frozen value: a tuple with named fields, made without compiling code for each class.

A NamedTuple costs a third of a millisecond to define; with fifty of them the reader would spend
half the time it may take to load.
"""

from inspect import get_annotations
from operator import itemgetter
from typing import Any, ClassVar, Self, dataclass_transform


@dataclass_transform(frozen_default=True)
class Said(tuple[Any, ...]):
    """A value whose fields are the annotations of its class, the last ones with defaults."""

    __slots__ = ()
    names: ClassVar[tuple[str, ...]] = ()
    defaults: ClassVar[tuple[Any, ...]] = ()

    def __init_subclass__(cls) -> None:
        cls.names = tuple(get_annotations(cls))
        cls.defaults = tuple(cls.__dict__[name] for name in cls.names if name in cls.__dict__)
        for place, name in enumerate(cls.names):
            setattr(cls, name, property(itemgetter(place)))

    def __new__(cls, *values: Any, **named: Any) -> Self:
        """Fill the fields in order, then by name, then from the defaults."""
        if named:
            known = dict(zip(cls.names[-len(cls.defaults) :], cls.defaults, strict=False))
            values += tuple(
                named[name] if name in named else known[name] for name in cls.names[len(values) :]
            )
        missing = len(cls.names) - len(values)
        if missing:
            values += cls.defaults[-missing:]
        return tuple.__new__(cls, values)

    def but(self, **changed: Any) -> Self:
        """Give the same value with some fields changed."""
        return type(self)(
            *(changed.get(name, value) for name, value in zip(self.names, self, strict=True))
        )

    def __repr__(self) -> str:
        fields = ", ".join(
            f"{name}={value!r}" for name, value in zip(self.names, self, strict=True)
        )
        return f"{type(self).__name__}({fields})"
