"""Words from numbers: a report's sentences, each true of the tables and leading to its evidence.

Likelihood (how probable it is that a side makes a move at all) and confidence (how good the basis
is) are told apart and never stand in one sentence, as ICD 203 (2015) asks of analysts.
"""

from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path

import pandas as pd

from analysis import hearing, scores
from analysis.comparison import FEW, Comparison
from analysis.corpus import Article
from analysis.figures import VOICE_NAMES
from analysis.grouping import members, moves_made, named
from analysis.intervals import percent
from analysis.keyness import LEAST, LEVEL, PERMUTATIONS, Keyness
from analysis.markdown import Markdown, escape, statement_link
from analysis.measures import CONFLICT, COOPERATION, MOVES
from analysis.style import shorten, signed

AT_MOST = 3  # sentences in a bottom line
SHOWN = 4  # statements that a sentence leads to
NAMED = 3  # moves of one side that a sentence names
WORDS = 60  # characters of a condition
LINES = ("precondition", "red_line")  # what a reader asks for, however seldom it is said
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
# words of a name that takes "the": kinds of unions and offices, and a few countries
WITH_ARTICLE = frozenset(
    "States Kingdom Nations Emirates Union League Council Commission Ministry Court Republic House"
    " Department West Kremlin Netherlands Philippines Bahamas Gambia Maldives Vatican"
    " Taliban".split()
)
# ICD 203's words, each up to a probability
LIKELIHOOD = {
    "almost no chance": 0.05, "very unlikely": 0.20, "unlikely": 0.45,
    "roughly even chance": 0.55, "likely": 0.80, "very likely": 0.95, "almost certain": 1.0,
}  # fmt: skip
# statements, articles and outlets from which on confidence is moderate, and high
CONFIDENCE = {"high": (10, 3, 2), "moderate": (5, 2, 1)}


# ---- the front page


def title(chosen: Sequence[Article], statements: pd.DataFrame) -> str:
    """A title that states the finding: what the two sides with most moves do."""
    sides = moves_by_side(statements)[:2]
    if sides:
        said = "; ".join(
            f"{the(side)} {joined(VERBS[move] for move in told(made)[:2])}" for side, made in sides
        )
        return said[0].upper() + said[1:]
    heard = most_heard(statements)[:2]
    who = (
        f"{joined(heard)} {'speak' if len(heard) > 1 else 'speaks'}"
        if heard
        else "No one is quoted"
    )
    return f"{who} in {count(len(chosen), 'article')}"


def subtitle(chosen: Sequence[Article], statements: pd.DataFrame) -> str:
    """What was read: how many articles and words, from which outlets and dates."""
    outlets = sorted({article.outlet for article in chosen if article.outlet})
    dates = sorted({article.published for article in chosen if article.published})
    parts = [count(len(chosen), "article"), count(int(statements.words.sum()), "word")]
    parts += [", ".join(outlets)] if outlets else []
    parts += [dates[0] if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"] if dates else []
    return " · ".join(parts)


def moves_by_side(statements: pd.DataFrame) -> list[tuple[str, dict[str, pd.DataFrame]]]:
    """Each side with the statements of each of its moves; most moves first, then by name.

    Moves are in the order of how often the side makes them.
    """
    made = moves_made(statements)
    made = made[made.maker != ""].drop_duplicates(["maker", "move", "statement_id"])
    found = [
        (side, dict(sorted(of_side.groupby("move"), key=_by_number)))
        for side, of_side in made.groupby("maker")
    ]
    return sorted(found, key=lambda item: (-sum(map(len, item[1].values())), item[0]))


def _by_number(item: tuple[str, pd.DataFrame]) -> tuple[int, int]:
    return -len(item[1]), MOVES.index(item[0])


def told(made: Mapping[str, pd.DataFrame]) -> list[str]:
    """The moves that a sentence names, of both kinds where there are both; most frequent first.

    First the most frequent cooperative and conflictive ones, then conditions and red lines, then
    the most frequent others.
    """
    kinds = [next((m for m in made if m in kind), "") for kind in (COOPERATION, CONFLICT)]
    rank = {move: 0 if move in kinds else 1 if move in LINES else 2 for move in made}
    named = sorted(made, key=rank.get)[:NAMED]
    return [move for move in made if move in named]


def most_heard(statements: pd.DataFrame) -> list[str]:
    """The speakers, the one with most words quoted or reported first, then by name."""
    said = statements[[bool(named(actor)) for actor in statements.actor]]
    words = said.groupby("actor").words.sum()
    return sorted(words.index, key=lambda actor: (-words[actor], actor))


def bottom_line(statements: pd.DataFrame) -> Markdown:
    """At most three findings: what the sides with most moves do, where that is said, how sure.

    Each move has the probability, in ICD 203's words, that at least one of its labels is right;
    confidence follows in a sentence of its own.
    """
    sides = moves_by_side(statements)[:AT_MOST]
    if sides:
        return Markdown(
            "\n".join(f"- {_does(side, made)} {_basis(side, made)}" for side, made in sides)
        )
    heard = most_heard(statements)[:AT_MOST]
    said = f"Those heard most are {escape(joined(heard))}." if heard else "No one is quoted."
    return Markdown(f"No negotiating move was found in these articles. {said}")


def _does(side: str, made: Mapping[str, pd.DataFrame]) -> str:
    """What one side does, each move with its likelihood and places."""
    named = told(made)
    acts = joined(f"{_verb(move, made[move])} ({_evidence(made[move])})" for move in named)
    is_firm = any(move in CONFLICT for move in named)
    is_open = any(move in COOPERATION for move in named)
    both = " is open and firm at once: it" if is_firm and is_open else ""
    article = "The " if the(side) != side else ""
    return f"{article}**{escape(side)}**{both} {acts}."


def _verb(move: str, own: pd.DataFrame) -> str:
    """The move as a sentence has it, a condition in its own words."""
    conditions = [text for text in own.condition if text] if move == "precondition" else []
    return VERBS[move] + (f", “{escape(shorten(conditions[0], WORDS))}”" if conditions else "")


def _evidence(own: pd.DataFrame) -> str:
    likely = likelihood(len(own))
    return f"{likely}: {places(own)}" if likely else places(own)


def likelihood(labels: int) -> str:
    """How probable it is that one of so many labels of a move is right, in ICD 203's words.

    From the measured precision of a move's label and of its maker, errors taken as independent;
    "" where these were not measured.
    """
    errors = scores.errors(scores.MOVES, scores.MAKER)
    if not errors:
        return ""
    right = 1.0
    for one in errors:
        right *= one.precision
    chance = 1 - (1 - right) ** labels
    return next(word for word, most in LIKELIHOOD.items() if chance <= most)


def _basis(side: str, made: Mapping[str, pd.DataFrame]) -> str:
    """How good the basis of a finding is."""
    rows = pd.concat(made.values()).drop_duplicates("statement_id")
    own = [side in members(speaker) for speaker in rows.side]
    quoted = int((rows.voice[own] == "direct").sum())
    return (
        f"*Confidence is {confidence(rows)}: {count(len(rows), 'statement')} in"
        f" {count(rows.article_id.nunique(), 'article')}, {quoted} quoted.*"
    )


def confidence(rows: pd.DataFrame) -> str:
    """High, moderate or low, by how many statements, articles and outlets there are."""
    outlets = rows.outlet[rows.outlet != ""].nunique() if "outlet" in rows else 0
    basis = len(rows), rows.article_id.nunique(), max(1, outlets)
    for level, least in CONFIDENCE.items():
        if all(have >= need for have, need in zip(basis, least, strict=True)):
            return level
    return "low"


def places(rows: pd.DataFrame) -> str:
    """Links to the first SHOWN statements, and how many more there are."""
    more = f" and {len(rows) - SHOWN} more" if len(rows) > SHOWN else ""
    shown = rows.head(SHOWN)
    return ", ".join(map(statement_link, shown.statement_id, shown.place)) + more


# ---- the second page


def differences(result: Comparison, statements: pd.DataFrame) -> Markdown:
    """Which differences in moves survive chance and the errors of measurement, with evidence."""
    rows = result.differences[result.differences.measure == "move"]
    if rows.empty:
        return Markdown("There are no two groups with moves to compare.")
    found = rows[rows.differs].sort_values(["q", "group"], kind="stable")
    if found.empty:
        return Markdown(
            f"Of {count(len(rows), 'difference')} between groups in how often they make a move,"
            " none survives both chance and the measured errors of the labels: this much text"
            " shows what each does, not who does it more."
        )
    lines = "\n".join(f"- {_difference(row, result, statements)}" for row in found.itertuples())
    return Markdown(
        f"{len(found)} of {count(len(rows), 'difference')} in how often groups make a move"
        f" {'survives' if len(found) == 1 else 'survive'} both chance and the measured errors of"
        f" the labels:\n\n{lines}"
    )


def _difference(row: tuple, result: Comparison, statements: pd.DataFrame) -> str:
    table = result.moves[(result.moves.group == row.group) & (result.moves.move == row.label)]
    ids = table.statement_ids.iloc[0] if len(table) else []
    where = f" ({places(statements[statements.statement_id.isin(ids)])})" if ids else ""
    return (
        f"**{escape(row.group)}** {escape(VERBS[row.label])} in {percent(row.value)} of its"
        f" statements, {escape(row.against)} in {percent(row.value_against)}; the difference is"
        f" {signed(100 * row.low, '+.0f')} to {signed(100 * row.high, '+.0f')} points{where}."
    )


def unheard(statements: pd.DataFrame) -> Markdown:
    """Who is talked about without being heard, and what the reporting verbs imply."""
    known = hearing.heard(statements)
    told_of = known.query("not heard")
    place = statements.drop_duplicates("statement_id").set_index("statement_id", drop=False)
    silent = [
        f"{escape(row.side)} ({places(place.loc[row.statement_ids])})"
        for row in told_of.itertuples()
    ]
    more = f" and {len(silent) - SHOWN} more sides" if len(silent) > SHOWN else ""
    said = "Every side that the articles tell of is also heard."
    if silent:
        said = f"Talked about without being heard: {'; '.join(silent[:SHOWN])}{more}."
    elif known.empty:
        said = "The articles tell of no side."
    return Markdown(f"{said} {_stances(statements)}")


def _stances(statements: pd.DataFrame) -> str:
    """Which sides' words are introduced by verbs that assert or doubt."""
    stances = hearing.stance(statements)
    marked = stances[stances.stance != "neutral"]
    if stances.empty:
        return "No reporting verb was found."
    if marked.empty:
        verb = escape(stances.verbs.iloc[0][0])
        return f"All {stances['count'].sum()} reporting verbs are neutral (“{verb}”)."
    parts = [
        f"{escape(row.group)} {row.count} of {row.of} {row.stance}"
        f" ({', '.join(f'“{escape(verb)}”' for verb in row.verbs[:2])})"
        for row in marked.itertuples()
    ]
    return f"Reporting verbs that are not neutral: {'; '.join(parts)}."


def parallels(found: pd.DataFrame, statements: pd.DataFrame) -> Markdown:
    """Whether statements of different articles are on the same matter."""
    if statements.article_id.nunique() < 2:
        return Markdown("There is only one article: nothing to set beside it.")
    if found.empty:
        return Markdown(
            "No statement of one article is closer to one of another than chance makes them: the"
            " articles do not speak of the same matter in the same words."
        )
    top = found.iloc[0]
    return Markdown(
        f"{count(len(found), 'pair')} of statements from different articles"
        f" {'is' if len(found) == 1 else 'are'} more alike than any that chance makes"
        f" (likeness up to {top.similarity:.2f}; chance gives at most {top.chance:.2f})."
    )


def names(aligned: pd.DataFrame) -> Markdown:
    """How many things go by several names; `aligned` comes from `parallels.names_aligned`."""
    things = aligned.thing.nunique()
    if not things:
        return Markdown("No thing was found that goes by several names of which one is contested.")
    verb, of = ("goes", "") if things == 1 else ("go", " of each")
    return Markdown(
        f"{count(things, 'thing')} {verb} by several names; at least one name{of} is contested."
    )


def words(found: Keyness) -> Markdown:
    """How many words and phrases differ between groups, and how many would by chance."""
    number = int(found.terms.distinctive.sum())
    if found.terms.empty:
        return Markdown("There is too little text to compare words.")
    terms = f"{found.terms.term.nunique():,} words and phrases that occur at least {LEAST} times"
    by_chance = (
        f"{found.found} have a z score beyond ±1.96, where chance gives {found.expected:.0f}"
        f" ({PERMUTATIONS} permutations of {found.unit})"
    )
    if not number:
        return Markdown(
            f"None of the {terms} differs between the articles beyond chance: {by_chance}."
        )
    return Markdown(
        f"{number} of the {terms} {'differs' if number == 1 else 'differ'} between the articles"
        f" beyond chance, at a false-discovery rate of {LEVEL:.0%}; {by_chance}. Words of different"
        " topics differ without any difference in rhetoric."
    )


def tone(result: Comparison, statements: pd.DataFrame, titles: Mapping[str, str]) -> Markdown:
    """Whether the groups' tone differs beyond chance, how much was not scored, and by whom."""
    left_out = int((~statements.scored).sum())
    unscored = (
        f"TextBlob’s lexicon knew no word of {left_out} of {count(len(statements), 'statement')}"
        f" ({percent(left_out / max(1, len(statements)))}): these are not scored, which is not the"
        " same as neutral."
    )
    return Markdown(f"{_tone_differences(result, titles)} {unscored}{_disagreement(statements)}")


def _tone_differences(result: Comparison, titles: Mapping[str, str]) -> str:
    rows = result.differences[result.differences.measure == "tone"].dropna(subset="low")
    if rows.empty:
        return "There is too little scored text to compare tone."
    found = rows[rows.differs]
    if found.empty:
        return "The groups’ mean tone does not differ beyond chance."
    parts = [
        f"by {row.label} “{escape(titles.get(row.group, row.group))}” is"
        f" {'warmer' if row.difference > 0 else 'colder'} than"
        f" “{escape(titles.get(row.against, row.against))}” (mean {signed(row.value)} against"
        f" {signed(row.value_against)})"
        for row in found.head(AT_MOST).itertuples()
    ]
    return (
        f"Of {count(len(rows), 'difference')} in tone, {len(found)} go beyond chance:"
        f" {'; '.join(parts)}."
    )


def _disagreement(statements: pd.DataFrame) -> str:
    """How often the two measures of tone point opposite ways."""
    if "tones_disagree" not in statements:
        return ""
    both = int((statements.scored & statements.vader_scored.astype(bool)).sum())
    apart = int(statements.tones_disagree.sum())
    return (
        f" Of {count(both, 'statement')} that TextBlob and VADER both score, {apart}"
        f" {'has' if apart == 1 else 'have'} a warm score by one and a cold score by the other."
    )


# ---- back matter


def method() -> Markdown:
    """How the labels are made, each with its measured score."""
    lines = (
        "**Statements** are sentences; *quoted* where over half of one stands in quotation marks,"
        f" *reported* where a speaker is named for it, else *{VOICE_NAMES['reporter']}*"
        f"{_scored('quotations found', 'reported speech too')}.",
        "**Speakers** are the reporting verbs’ subjects, resolved within the article; sides come"
        " from titles, demonyms and places. What the text does not tell stays unknown"
        f"{_scored('speaker of a quotation')}.",
        "**Moves** come from word lists and the clause they stand in (negation, modality,"
        f" condition); each keeps the words that gave it{_scored(scores.MOVES)}. Who makes a move"
        f"{_scored(scores.MAKER)} and toward whom{_scored(scores.TARGET)} come from that clause.",
        "**Posture** runs from conflict to cooperation by PLOVER’s classes of events"
        f"{_scored('cooperation or conflict')}.",
        "**Tone** is TextBlob’s polarity, with VADER beside it: of words, not of positions.",
        "**Intervals** hold the sampling of statements, or of articles where there are enough, and"
        " the measured errors of the labels. A difference is called one only if it survives both,"
        f" at a false-discovery rate of {LEVEL:.0%}.",
        "**Likelihood** is the probability that at least one of a move’s labels is right, in the"
        f" words of ICD 203: {_scale()}.",
        f"**Confidence** is {_levels()}.",
    )
    return Markdown("\n".join(f"- {line}" for line in lines))


def _levels() -> str:
    """What each level of confidence needs."""
    said = [
        f"{level} from {statements} statements in {articles} articles of {count(outlets, 'outlet')}"
        for level, (statements, articles, outlets) in CONFIDENCE.items()
    ]
    return f"{', '.join(said)}, else low"


def _scored(*measures: str) -> str:
    """The scores of measures in brackets; nothing where there are none."""
    table = scores.table()
    rows = table[table.measure.isin(measures)]
    said = [f"{row.score} {row.value:.2f}" for row in rows.itertuples()]
    return f" ({', '.join(said)})" if said else ""


def _scale() -> str:
    ends = [0.0, *LIKELIHOOD.values()]
    return ", ".join(
        f"{word} {100 * low:.0f}–{100 * high:.0f} %"
        for word, low, high in zip(LIKELIHOOD, ends, ends[1:], strict=False)
    )


def limits(result: Comparison, statements: pd.DataFrame) -> Markdown:
    """What this much text can and cannot show."""
    few = (
        f"These are {count(len(statements), 'statement')} in"
        f" {count(statements.article_id.nunique(), 'article')}; a group of fewer than {FEW} has"
        " intervals wider than half the scale."
    )
    lines = [
        "Labels are made by rules and are wrong at times; read the sentence.",
        few,
        *map(escape, result.notes),
        "Articles also differ by genre, length and what their reporters chose to quote: a"
        " difference between them need not be one between the sides.",
    ]
    return Markdown("\n".join(f"- {line}" for line in lines))


def colophon(corpus: str, chosen: Sequence[Article]) -> Markdown:
    """The version and the command that make this report again."""
    name = Path(corpus).resolve().name
    ids = " ".join(article.id for article in chosen)
    command = f'make report CORPUS={name} ARTICLES="{ids}"'
    return Markdown(
        f"Made by Demarche {version('demarche')}, TextBlob {version('textblob')} and pandas"
        f" {version('pandas')}. The same again: `{command}`"
    )


# ---- words


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


def the(side: str) -> str:
    """A side's name with the article that English gives it.

    >>> the("United States"), the("Russia")
    ('the United States', 'Russia')
    """
    return f"the {side}" if set(side.split()) & WITH_ARTICLE else side
