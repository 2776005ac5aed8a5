"""Demarche: compare diplomatic rhetoric across articles.

    articles = analysis.read("seeds")
    statements = analysis.annotate(articles)
    result = analysis.compare(statements, by="side")

Each name is loaded when it is first used: the command line starts at once.
"""

from importlib import import_module
from typing import Any

_HOME = {
    "Article": "articles",
    "UserError": "errors",
    "agreement": "reliability",
    "annotate": "statements",
    "compare": "comparison",
    "contested": "names",
    "explain": "statements",
    "pick": "corpus",
    "quotations": "quotes",
    "read": "corpus",
    "stream": "corpus",
    "show": "showing",
}
__all__ = sorted(_HOME)  # noqa: PLE0605 (a list of strings)


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
