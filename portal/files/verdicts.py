"""Why a file is not taken."""


class Damaged(Exception):
    """The file cannot be read to its end."""


class TooMuchInside(Exception):
    """The file would unpack to far more than a document needs."""


class TooManyPixels(TooMuchInside):
    """The picture has far more points than a page needs."""


class ActiveContent(Exception):
    """The file acts by itself or hides another one: macros, scripts, embedded programs, remote templates."""
