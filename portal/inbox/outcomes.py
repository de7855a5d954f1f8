"""What can become of an attempt to send something; the text is what the other side or the network said."""


class Failure(Exception):
    """It did not leave, as far as we know."""


class Unreachable(Failure):
    """The other side cannot be reached: nothing about any row."""


class Temporary(Failure):
    """The other side asks to come back later."""


class Permanent(Failure):
    """The other side will never take it."""


class NoSuchAddress(Permanent):
    """The other side says that nobody is there."""


class Unknown(Failure):
    """The connection ended while the other side had the text: it may have been taken or not."""


def said(error: Exception) -> str:
    """What went wrong, in one line."""
    return f"{type(error).__name__}: {error}"
