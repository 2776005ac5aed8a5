"""Words from numbers: a report's sentences, each true of the tables and leading to its evidence."""

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.comparison import CONFLICT, COOPERATION, MOVES
from analysis.corpus import Article
from analysis.markdown import Markdown, escape, statement_link

AT_MOST = 3  # sentences in a bottom line
NAMED = 3  # moves of one side that a sentence names
# how a sentence says that a side makes a move
VERBS = {
    "threat": "threatens",
    "red_line": "draws a red line",
    "refusal": "refuses",
    "blame": "lays blame",
    "demand": "demands",
    "precondition": "sets a condition",
    "justification": "justifies itself",
    "back_down": "backs down",
    "concession": "concedes",
    "reassurance": "reassures",
    "support": "gives support",
    "openness": "shows openness",
}


def moves_by_side(statements: pd.DataFrame) -> list[tuple[str, dict[str, list[str]]]]:
    """Each side with its moves and their statements' ids; most moves first, then by name.

    Moves are in the order of how often the side makes them.
    """
    found: dict[str, dict[str, list[str]]] = {}
    for row in statements.itertuples():
        for move in row.moves:
            if row.source_side:
                found.setdefault(row.source_side, {}).setdefault(move, []).append(row.statement_id)
    for side, made in found.items():
        found[side] = dict(sorted(made.items(), key=lambda item: (-len(item[1]), MOVES.index(item[0]))))
    return sorted(found.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0]))


def title(chosen: Sequence[Article], statements: pd.DataFrame) -> str:
    """A title that states the finding: what the two sides with most moves do."""
    sides = moves_by_side(statements)[:2]
    if not sides:
        return f"Who speaks in {count(len(chosen), 'article')}"
    return "; ".join(f"{side} {joined(VERBS[move] for move in list(made)[:2])}" for side, made in sides)


def subtitle(chosen: Sequence[Article], statements: pd.DataFrame) -> str:
    """What was read: how many articles and words, from which outlets and dates."""
    outlets = sorted({article.outlet for article in chosen if article.outlet})
    dates = sorted({article.published for article in chosen if article.published})
    parts = [count(len(chosen), "article"), count(int(statements.words.sum()), "word")]
    parts += [", ".join(outlets)] if outlets else []
    parts += [dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"] if dates else []
    return " · ".join(parts)


def bottom_line(statements: pd.DataFrame) -> Markdown:
    """At most three sentences: what the sides with most moves do, and where that is said."""
    sides = moves_by_side(statements)[:AT_MOST]
    if not sides:
        return Markdown("No negotiating move was found in these articles.")
    return Markdown("\n".join(f"- {_does(side, made)}" for side, made in sides))


def _does(side: str, made: dict[str, list[str]]) -> str:
    named = list(made.items())[:NAMED]
    acts = joined(f"{VERBS[move]} ({_places(ids)})" for move, ids in named)
    conflict = any(move in CONFLICT for move, _ in named)
    cooperation = any(move in COOPERATION for move, _ in named)
    both = " at once open and firm:" if conflict and cooperation else ""
    return f"**{escape(side)}**{both} {acts}."


def _places(ids: Sequence[str]) -> str:
    shown = ", ".join(statement_link(name) for name in ids[:4])
    more = f" and {len(ids) - 4} more" if len(ids) > 4 else ""
    return f"{count(len(ids), 'statement')}: {shown}{more}"


def tone(scores: pd.DataFrame, titles: dict[str, str]) -> Markdown:
    """Whether the articles' tone differs beyond its intervals, and how much was not scored."""
    left_out = scores.statements.sum() - scores.scored.sum()
    share = left_out / max(1, scores.statements.sum())
    unscored = (
        f"The lexicon knew no word of {left_out} of {scores.statements.sum()} statements"
        f" ({100 * share:.0f} %): these are not scored, which is not the same as neutral."
    )
    return Markdown(f"{_difference(scores, titles)} {unscored}")


def _difference(scores: pd.DataFrame, titles: dict[str, str]) -> str:
    ranked = scores.dropna(subset=["low", "high"]).sort_values("mean")
    if len(ranked) < 2:
        return "There is too little scored text to compare tone."
    lowest, highest = ranked.iloc[0], ranked.iloc[-1]
    if lowest.high >= highest.low:
        return "The articles’ mean polarities do not differ beyond their 95 % intervals."
    warm, cold = (escape(titles.get(row.group, row.group)) for row in (highest, lowest))
    return (
        f"The wording of “{warm}” is warmer than that of “{cold}”: mean polarity"
        f" {highest['mean']:+.2f} against {lowest['mean']:+.2f}, and their 95 % intervals are apart."
    )


def count(number: int, noun: str) -> str:
    """A number and its noun.

    >>> count(1, "word"), count(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def joined(parts: Iterable[str]) -> str:
    """A list as a sentence has it.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    *most, last = list(parts)
    return f"{', '.join(most)} and {last}" if most else last


def colophon(corpus: str, chosen: Sequence[Article]) -> Markdown:
    """The version and the command that make this report again."""
    name = Path(corpus).resolve().name
    ids = " ".join(article.id for article in chosen)
    command = f"make report CORPUS={name} ARTICLES=\"{ids}\""
    return Markdown(
        f"Made by Demarche {version('demarche')}, TextBlob {version('textblob')} and pandas"
        f" {version('pandas')}. The same again: `{command}`"
    )
