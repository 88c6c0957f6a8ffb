"""The base of every error that this product raises on purpose."""


class NhacViecError(Exception):
    """Something went wrong that has a name; the class docstring says what."""

    def __str__(self) -> str:
        """Give the words passed in, or the first line of the class docstring."""
        return super().__str__() or (self.__doc__ or "").strip().splitlines()[0]
