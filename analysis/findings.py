"""Words from numbers: a report's sentences, each true of the tables and leading to its evidence."""

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis.comparison import CONFLICT, COOPERATION, MOVES
from analysis.grouping import moves_made
from analysis.corpus import Article
from analysis.keyness import LEAST, LEVEL, PERMUTATIONS, Keyness
from analysis.markdown import Markdown, escape, statement_link

ENOUGH = 200  # statements; below this a share of 10 % is known to within 5 points at best
AT_MOST = 3  # sentences in a bottom line
SHOWN = 4  # statements that a sentence leads to
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


def moves_by_side(statements: pd.DataFrame) -> list[tuple[str, dict[str, list[Markdown]]]]:
    """Each side with its moves and links to their statements; most moves first, then by name.

    Moves are in the order of how often the side makes them.
    """
    found: dict[str, dict[str, list[Markdown]]] = {}
    for row in moves_made(statements).itertuples():
        if row.maker:
            link = statement_link(row.statement_id, row.place)
            found.setdefault(row.maker, {}).setdefault(row.move, []).append(link)
    for side, made in found.items():
        found[side] = dict(
            sorted(made.items(), key=lambda item: (-len(item[1]), MOVES.index(item[0])))
        )
    return sorted(found.items(), key=lambda item: (-sum(map(len, item[1].values())), item[0]))


def title(chosen: Sequence[Article], statements: pd.DataFrame) -> str:
    """A title that states the finding: what the two sides with most moves do."""
    sides = moves_by_side(statements)[:2]
    if sides:
        return "; ".join(
            f"{side} {joined(VERBS[move] for move in list(made)[:2])}" for side, made in sides
        )
    heard = most_heard(statements)[:2]
    who = (
        f"{joined(heard)} {'speak' if len(heard) > 1 else 'speaks'}"
        if heard
        else "No one is quoted"
    )
    return f"{who} in {count(len(chosen), 'article')}"


def most_heard(statements: pd.DataFrame) -> list[str]:
    """The speakers, the one with most words quoted or reported first, then by name."""
    words = statements[statements.actor != ""].groupby("actor").words.sum()
    return sorted(words.index, key=lambda actor: (-words[actor], actor))


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
    if sides:
        return Markdown("\n".join(f"- {_does(side, made)}" for side, made in sides))
    heard = most_heard(statements)[:AT_MOST]
    said = f"Those heard most are {escape(joined(heard))}." if heard else "No one is quoted."
    return Markdown(f"No negotiating move was found in these articles. {said}")


def _does(side: str, made: dict[str, list[Markdown]]) -> str:
    """What one side does, each move with its places."""
    named = list(made.items())[:NAMED]
    acts = joined(f"{VERBS[move]} ({_places(links)})" for move, links in named)
    is_firm = any(move in CONFLICT for move, _ in named)
    is_open = any(move in COOPERATION for move, _ in named)
    both = " is open and firm at once: it" if is_firm and is_open else ""
    return f"**{escape(side)}**{both} {acts}."


def _places(links: Sequence[Markdown]) -> str:
    more = f" and {len(links) - SHOWN} more" if len(links) > SHOWN else ""
    return f"{', '.join(links[:SHOWN])}{more}"


def method(statements: pd.DataFrame) -> Markdown:
    """How the labels are made, and what this much text can and cannot show."""
    few = (
        ""
        if len(statements) >= ENOUGH
        else f" These are {count(len(statements), 'statement')} in all: shares have wide intervals."
    )
    return Markdown(
        "- **Statements** are sentences. A sentence is *quoted* where over half of it stands in"
        " quotation marks, *reported* where a speaker is named for it, else *the reporter’s own*.\n"
        "- **Speakers** come from the reporting verb’s subject; pronouns, roles and surnames are"
        " resolved within the article, and sides from titles, demonyms and places. Where the text"
        " does not tell, the speaker or side stays unknown.\n"
        "- **Moves** come from word lists and the clause they stand in (negation, modality,"
        " condition); each keeps the words that gave it.\n"
        "- **Tone** is TextBlob’s polarity: of words, not of positions.\n"
        f"- **Limits.** Labels are made by rules and are wrong at times; read the sentence.{few}"
        " Articles also differ by genre, length and what their reporters chose to quote."
    )


def words(found: Keyness) -> Markdown:
    """How many words and phrases differ between groups, and how many would by chance."""
    number = int(found.terms.distinctive.sum())
    if not number:
        return Markdown(
            "No word or phrase differs between the articles beyond chance; there is little text."
        )
    return Markdown(
        f"{count(number, 'word or phrase', 'words and phrases')} of"
        f" {found.terms.term.nunique():,} that occur at least {LEAST} times"
        f" {'differs' if number == 1 else 'differ'} beyond chance (false-discovery rate {LEVEL:.0%}"
        f" after {PERMUTATIONS} permutations of {found.unit}). Words of different topics differ"
        " without any difference in rhetoric."
    )


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
        f" {highest['mean']:+.2f} against {lowest['mean']:+.2f}; the 95 % intervals are apart."
    )


def count(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> count(1, "word"), count(1200, "word")
    ('1 word', '1,200 words')
    """
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


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
    command = f'make report CORPUS={name} ARTICLES="{ids}"'
    return Markdown(
        f"Made by Demarche {version('demarche')}, TextBlob {version('textblob')} and pandas"
        f" {version('pandas')}. The same again: `{command}`"
    )
