"""What the notebooks show: frames in a reader's words, each row leading to its evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import scores
from analysis.comparison import Comparison
from analysis.corpus import Article, by_name, digest
from analysis.figures import VOICE_NAMES
from analysis.grouping import UNKNOWN, members, moves_made, named
from analysis.intervals import percent
from analysis.keyness import Keyness
from analysis.markdown import Markdown, escape, statement_link
from analysis.measures import MOVES
from analysis.style import phrase, shorten, signed

# the moves that a reader must see word for word
KEY_MOVES = ("precondition", "red_line", "threat", "back_down")
LINKS = 6  # statements that a cell leads to; of more it gives the number
EXCERPT = 130  # characters of a quotation in a table
ADDRESSES = 3  # of a file with many articles


def numbered(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements with their `place` in a report: "1.4" is the first article's fourth."""
    article = pd.Series(pd.factorize(statements.article_id)[0] + 1, statements.index)
    number = statements.statement_id.str.rpartition("#s")[2]
    return statements.assign(place=article.astype(str) + "." + number)


def articles(chosen: Sequence[Article], statements: pd.DataFrame, most: int = 0) -> pd.DataFrame:
    """One row an article: what it is, from where and when, and how long.

    Of more than `most` (0: no limit) the last row says how many others there are.
    """
    words = statements.groupby("article_id").words.sum()
    rows = [
        {
            "Article": Markdown(f"[{escape(article.label)}](articles/{article.id}.html)"),
            "No.": number,
            "Outlet": article.outlet or UNKNOWN,
            "From": article.dateline.title() or UNKNOWN,
            "Date": article.published or UNKNOWN,
            "Words": f"{int(words.get(article.id, 0)):,}",
        }
        for number, article in enumerate(chosen, 1)
    ]
    frame = capped(pd.DataFrame(rows), most, "articles")
    return frame[["No.", "Article", "Outlet", "From", "Date", "Words"]]


def speakers(statements: pd.DataFrame, most: int = 0) -> pd.DataFrame:
    """One row a named speaker, the one with most words first: for whom, in which voice, where.

    Of more than `most` (0: no limit) the last row says how many others there are.
    """
    said = statements[[bool(named(actor)) for actor in statements.actor]]
    rows = [
        {
            "Speaker": listed(actor),
            "For": listed(side) or UNKNOWN,
            "Words": int(own.words.sum()),
            "Quoted": int((own.voice == "direct").sum()),
            "Reported": int((own.voice == "indirect").sum()),
            "Statements": links(own),
        }
        for (actor, side), own in said.groupby(["actor", "side"])
    ]
    columns = ["Speaker", "For", "Words", "Quoted", "Reported", "Statements"]
    frame = pd.DataFrame(rows, columns=columns)
    frame = frame.sort_values(["Words", "Speaker"], ascending=[False, True], ignore_index=True)
    return capped(frame, most, "speakers")


def capped(frame: pd.DataFrame, most: int, what: str) -> pd.DataFrame:
    """The first `most` rows (0: all), the last of them saying how many others there are."""
    if not most or len(frame) <= most:
        return frame
    kept = frame.head(most - 1)
    rest = dict.fromkeys(frame, "") | {frame.columns[0]: f"{len(frame) - len(kept)} other {what}"}
    return pd.concat([kept, pd.DataFrame([rest])], ignore_index=True)


def moves(statements: pd.DataFrame, wanted: Sequence[str] = KEY_MOVES) -> pd.DataFrame:
    """One row a wanted move and statement, in the order of `wanted`: who, toward whom, in words."""
    made = moves_made(statements)
    made = made.assign(who=[_who(row) for row in made.itertuples()])
    made = made[made.move.isin(wanted) & (made.who != "")]
    keys = ["move", "statement_id", "toward"]
    made = made.assign(
        who=made.groupby(keys).who.transform(lambda who: ", ".join(dict.fromkeys(who)))
    )
    order = made.move.map(list(wanted).index)
    made = made.assign(order=order).drop_duplicates(keys).sort_values("order", kind="stable")
    rows = [
        {
            "Move": phrase(row.move),
            "Who": row.who,
            "Toward": listed(row.toward) or UNKNOWN,
            "Words": excerpt(row.text, _shown_by(row)),
            "Where": statement_link(row.statement_id, row.place),
        }
        for row in made.itertuples()
    ]
    return pd.DataFrame(rows, columns=["Move", "Who", "Toward", "Words", "Where"])


def _who(row: Any) -> str:
    """The speaker, where the move is the speaker's; else the side that makes it."""
    own = row.maker and row.maker in (*members(row.side), *members(row.actor))
    return listed(row.actor) if own and row.actor else row.maker


def _shown_by(row: Any) -> list[str]:
    """The words that show a move: of a precondition, the condition and what depends on it."""
    spans = [row.condition, row.depends] if row.move == "precondition" else []
    return [words for words in spans if words] or list(row.evidence.get(row.move, ()))


def excerpt(text: str, words: Iterable[str], length: int = EXCERPT) -> str:
    """A sentence, cut to the part around some of its words; what was cut is shown by ellipses.

    >>> excerpt("We met at noon and they will never accept it, he said.", ["never accept"], 30)
    '… will never accept it, he …'
    """
    text = " ".join(text.split())
    if len(text) <= length:
        return text
    first, last = _span(text, words, length)
    start = max(0, min(first - (length - last + first) // 2, len(text) - length))
    end = min(len(text), start + length)
    if start and text[start - 1] != " ":
        start = min(first, text.find(" ", start) + 1 or first)
    if end < len(text) and text[end] != " ":
        end = max(last, text.rfind(" ", 0, end))
    return f"{'… ' if start else ''}{text[start:end].strip()}{' …' if end < len(text) else ''}"


def _span(text: str, words: Iterable[str], length: int) -> tuple[int, int]:
    """Where the words stand in a text, from the first on at most `length` characters."""
    found = [(at, at + len(word)) for word in words if (at := text.lower().find(word.lower())) >= 0]
    first = min((start for start, _ in found), default=0)
    return first, min(max((end for _, end in found), default=0), first + length, len(text))


def toward(statements: pd.DataFrame, most: int = 0) -> pd.DataFrame:
    """One row a side and target: the moves that it makes toward it, and where, most moves first.

    Of more than `most` (0: no limit) the last row says how many others there are.
    """
    made = moves_made(statements)
    made = made[made.maker != ""].drop_duplicates(["maker", "toward", "move", "statement_id"])
    rows = [
        {
            "Who": maker,
            "Toward": listed(target) or UNKNOWN,
            "Moves and statements": _moves_cell(own),
            "count": len(own),
        }
        for (maker, target), own in made.groupby(["maker", "toward"])
    ]
    frame = pd.DataFrame(rows, columns=["Who", "Toward", "Moves and statements", "count"])
    total = frame.groupby("Who")["count"].transform("sum")
    frame = frame.assign(total=total).sort_values(
        ["total", "Who", "count", "Toward"], ascending=[False, True, False, True]
    )
    return capped(frame.drop(columns=["count", "total"]).reset_index(drop=True), most, "pairs")


def _moves_cell(made: pd.DataFrame) -> Markdown:
    """Each move with its statements, from conflict to cooperation."""
    own = [(move, made[made.move == move]) for move in MOVES if (made.move == move).any()]
    return Markdown("; ".join(f"{phrase(move)} {links(rows)}" for move, rows in own))


def numbers(result: Comparison) -> pd.DataFrame:
    """One row a group and move: its count, rate and share, and what it may be in truth."""
    found = result.moves
    return pd.DataFrame(
        {
            "Who": found.group,
            "Move": found.move.map(phrase),
            "Statements": [
                f"{count} of {of:,}" for count, of in zip(found["count"], found.of, strict=True)
            ],
            "Per 1,000 words": found.per_1000.map("{:.1f}".format),
            "Share": found.share.map(percent),
            "Corrected": found.estimate.map(percent),
            f"{100 * result.confidence:.0f} % interval": [
                f"{100 * low:.0f} to {100 * high:.0f} %"
                for low, high in zip(found.low, found.high, strict=True)
            ],
        }
    )


def contested(aligned: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """One row a thing that has several names, and side: what it calls it, and where.

    `aligned` comes from `parallels.names_aligned`.
    """
    place = dict(zip(statements.statement_id, statements.place, strict=True))
    return pd.DataFrame(
        {
            "Thing": aligned.thing.where(~aligned.thing.duplicated(), ""),
            "Who": aligned.side.map(listed),
            "Calls it": [
                Markdown("; ".join(_name_cell(*use, place) for use in uses))
                for uses in aligned.names
            ],
        }
    )


def _name_cell(name: str, marking: str, ids: Sequence[str], place: dict[str, str]) -> str:
    where = ", ".join(statement_link(one, place[one]) for one in dict.fromkeys(ids))
    return f"“{escape(name)}” ({f'{escape(marking)}, ' if marking else ''}{where})"


def parallels(found: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of statements on the same matter, with the moves that either makes."""
    place = dict(zip(statements.statement_id, statements.place, strict=True))
    rows = [
        {
            "Here": excerpt(row.text, ()),
            "Where": statement_link(row.statement_id, place[row.statement_id]),
            "Moves": ", ".join(map(phrase, row.moves)) or "none",
            "There": excerpt(row.text_2, ()),
            "Where there": statement_link(row.statement_id_2, place[row.statement_id_2]),
            "Moves there": ", ".join(map(phrase, row.moves_2)) or "none",
            "Likeness": f"{row.similarity:.2f}",
        }
        for row in found.itertuples()
    ]
    columns = ["Here", "Where", "Moves", "There", "Where there", "Moves there", "Likeness"]
    return pd.DataFrame(rows, columns=columns)


def listed(names: str) -> str:
    """A joint actor or side as a reader reads it.

    >>> listed("Denmark; Greenland")
    'Denmark, Greenland'
    """
    return ", ".join(members(names))


def words(found: Keyness, most: int = 5) -> pd.DataFrame:
    """One row a word or phrase that a group uses more than the others, beyond chance."""
    rows = found.terms[found.terms.distinctive].groupby("group", sort=False).head(most)
    return pd.DataFrame(
        {
            "Group": rows.group,
            "Word or phrase": rows.term,
            "Here": [
                f"{count} in {of:,}" for count, of in zip(rows["count"], rows.of, strict=True)
            ],
            "Elsewhere": [
                f"{count} in {of:,}"
                for count, of in zip(rows.count_rest, rows.of_rest, strict=True)
            ],
            "z": [f"{z:.1f}" for z in rows.z],
            "q": [f"{q:.3f}" for q in rows.q],
        }
    )


def tone(result: Comparison) -> pd.DataFrame:
    """One row a group and measure: mean tone with its interval, and how much was scored."""
    found = result.tone
    return pd.DataFrame(
        {
            "Group": found.group,
            "Measure": found.measure,
            "Scored": [
                f"{scored:,} of {of:,}"
                for scored, of in zip(found.scored, found.statements, strict=True)
            ],
            "Median": score_cells(found["median"], found.scored > 0, "+.2f"),
            "Mean": score_cells(found["mean"], found.scored > 0, "+.2f"),
            f"{100 * result.confidence:.0f} % interval": [
                f"{signed(low)} to {signed(high)}" if pd.notna(low) else "too few"
                for low, high in zip(found.low, found.high, strict=True)
            ],
        }
    )


def statements(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a statement of one article, as its reading page lists them."""
    return pd.DataFrame(
        {
            "No.": [own_link(name) for name in rows.statement_id],
            "Speaker": rows.actor.where(rows.actor != "", "the reporter"),
            "Voice": [VOICE_NAMES[voice] for voice in rows.voice],
            "Moves": [", ".join(move_names(moves)) for moves in rows.moves],
            "Polarity": score_cells(rows.polarity, rows.scored, "+.2f"),
            "Subjectivity": score_cells(rows.subjectivity, rows.scored, ".2f"),
            "Begins": [shorten(text, 60) for text in rows.text],
        }
    )


def quotations(article: Article, found: pd.DataFrame) -> pd.DataFrame:
    """One row an attribution with quoted words: who says it, for whom, with which verb."""
    rows = [
        {
            "Speaker": row.actor or UNKNOWN,
            "For": row.side or UNKNOWN,
            "Cue": row.cue,
            "Quotation": " … ".join(article.text[start:end] for start, end in row.content_spans),
        }
        for row in found.itertuples()
        if row.voice != "indirect"
    ]
    return pd.DataFrame(rows, columns=["Speaker", "For", "Cue", "Quotation"])


def sources(chosen: Sequence[Article], corpus: str | Path) -> pd.DataFrame:
    """One row a file: what it holds, where it is from and its checksum."""
    paths = by_name(Path(corpus))
    files = dict.fromkeys(article.source_file for article in chosen)
    return pd.DataFrame(
        [
            {
                "File": name,
                "Articles": sum(article.source_file == name for article in chosen),
                "URL": _addresses([a.url for a in chosen if a.source_file == name and a.url]),
                "SHA-256": digest(paths[name])[:16],
            }
            for name in files
        ]
    )


def _addresses(urls: Sequence[str]) -> str:
    """A file's addresses; of a table with many the first."""
    more = f" and {len(urls) - ADDRESSES:,} more" if len(urls) > ADDRESSES else ""
    return ", ".join(urls[:ADDRESSES]) + more or UNKNOWN


def scores_of_measures() -> pd.DataFrame:
    """How often each measure was right on hand-labelled data (`scores.csv`, from benchmarks/)."""
    frame = scores.table()
    return pd.DataFrame(
        {
            "Measure": frame.measure,
            "Score": [
                f"{value:.2f} {name}" for name, value in zip(frame.score, frame.value, strict=True)
            ],
            "On": frame.data,
        }
    )


def agreement(found: pd.DataFrame) -> pd.DataFrame:
    """One row a label: how often it was right, and found, with intervals."""
    return pd.DataFrame(
        {
            "Label": found.label.map(phrase),
            "Precision": [_of(row.right, row.given, row.precision_low, row.precision_high)
                          for row in found.itertuples()],
            "Recall": [_of(row.right, row.true, row.recall_low, row.recall_high)
                       for row in found.itertuples()],
        }
    )  # fmt: skip


def _of(count: int, of: int, low: float, high: float) -> str:
    """A share with what it is of and its interval, in percent."""
    return f"{count} of {of} ({100 * low:.0f} to {100 * high:.0f} %)" if of else "none"


def mistakes(found: pd.DataFrame) -> pd.DataFrame:
    """One row a statement whose labels are wrong."""
    return pd.DataFrame(
        {
            "Statement": [excerpt(text, ()) for text in found.text],
            "Missed": found.missed.map(phrase),
            "Needless": found.needless.map(phrase),
        }
    )


def standfirst(article: Article) -> Markdown:
    """An article's standfirst as a list."""
    return Markdown("\n".join(f"- {escape(line)}" for line in article.standfirst))


def titled(frame: pd.DataFrame, column: str, chosen: Sequence[Article]) -> pd.DataFrame:
    """The frame with articles' ids in `column` replaced by their titles, in the articles' order."""
    titles = {article.id: article.label for article in chosen}
    order = frame[column].map(list(titles).index)
    return frame.loc[order.sort_values(kind="stable").index].assign(
        **{column: lambda rows: rows[column].map(titles)}
    )


def titled_result(result: Comparison, titles: dict[str, str]) -> Comparison:
    """A comparison of articles with their titles for ids in its table of tone."""
    return replace(result, tone=result.tone.assign(group=result.tone.group.map(titles)))


def lengths(chosen: Sequence[Article], statements: pd.DataFrame) -> pd.DataFrame:
    """One row an article in order, `article_id label words`, as `figures.posture` needs them."""
    words = statements.groupby("article_id").words.sum()
    rows = [(article.id, article.label, words.get(article.id, 0)) for article in chosen]
    return pd.DataFrame(rows, columns=["article_id", "label", "words"])


# ---- cells


def own_link(statement_id: str) -> Markdown:
    """A link to a statement on its own article's page."""
    anchor = statement_id.rpartition("#")[2]
    return Markdown(f"[{anchor.removeprefix('s')}](#{anchor})")


def links(statements: pd.DataFrame) -> Markdown:
    """Links to statements, in order; the first LINKS of them, and how many more there are."""
    shown = statements.head(LINKS)
    more = f" and {len(statements) - LINKS} more" if len(statements) > LINKS else ""
    return Markdown(", ".join(map(statement_link, shown.statement_id, shown.place)) + more)


def move_names(moves: Iterable[str]) -> list[str]:
    """Moves as a reader reads them."""
    return list(map(phrase, moves))


def score_cells(values: Iterable[float], scored: Iterable[bool], form: str) -> list[str]:
    """Numbers where there is a score, words where there is none: a zero is not neutral."""
    return [
        signed(value, form) if known else "not scored"
        for value, known in zip(values, scored, strict=True)
    ]
