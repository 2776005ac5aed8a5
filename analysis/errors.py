"""Failures that a user can mend."""


class UserError(ValueError):
    """A failure the user can mend; its text is the one line to show."""
