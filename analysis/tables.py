"""What the notebooks show: frames in a reader's words, each row leading to its evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis import scores
from analysis.comparison import Comparison
from analysis.corpus import Article, by_name, digest
from analysis.grouping import UNKNOWN, members, moves_made, named
from analysis.keyness import Keyness
from analysis.markdown import Markdown, escape, statement_link
from analysis.measures import MOVES
from analysis.style import VOICE_NAMES, phrase, shorten, signed

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


def articles(
    chosen: Sequence[Article], statements: pd.DataFrame, most: int = 0, see: str = ""
) -> pd.DataFrame:
    """One row an article: what it is, from where and when, and how long; `capped`."""
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
    frame = capped(pd.DataFrame(rows), most, see)
    return frame[["No.", "Article", "Outlet", "From", "Date", "Words"]]


def speakers(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a named speaker, the one with most words first: for whom, in which voice, where."""
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
    return frame.sort_values(["Words", "Speaker"], ascending=[False, True], ignore_index=True)


def capped(frame: pd.DataFrame, most: int, see: str = "") -> pd.DataFrame:
    """The first `most` rows (0: all), the last of them saying how many more there are.

    `see` is a reference to where these stand.
    """
    return _cut(frame, frame.head(most - 1), see) if 0 < most < len(frame) else frame


def _cut(frame: pd.DataFrame, kept: pd.DataFrame, see: str) -> pd.DataFrame:
    """The rows kept of a frame, and a row that says how many more there are."""
    if len(kept) == len(frame):
        return frame
    more = Markdown(f"{len(frame) - len(kept)} more{f': {see}' if see else ''}")
    rest = dict.fromkeys(frame, "") | {frame.columns[0]: more}
    return pd.concat([kept, pd.DataFrame([rest])], ignore_index=True)


def few_moves(frame: pd.DataFrame, each: int, see: str = "") -> pd.DataFrame:
    """Of each move in a frame from `moves` at most `each` rows, of different makers if it can be.

    First those whose makers have most rows in the frame.
    """
    maker = frame["Who → whom"].str.split(" → ").str[0]
    nth = frame.groupby([frame.Move, maker]).cumcount()
    fewer = -maker.map(maker.value_counts())
    order = pd.DataFrame({"nth": nth, "fewer": fewer}).sort_values(["nth", "fewer"], kind="stable")
    return _cut(frame, frame.loc[order.index].groupby("Move").head(each).sort_index(), see)


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
            "Who → whom": f"{row.who} → {listed(row.toward) or UNKNOWN}",
            "Words": excerpt(row.text, _shown_by(row)),
            "Where": statement_link(row.statement_id, row.place),
        }
        for row in made.itertuples()
    ]
    return pd.DataFrame(rows, columns=["Move", "Who → whom", "Words", "Where"])


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


def toward(statements: pd.DataFrame, targets: int = 0, see: str = "") -> pd.DataFrame:
    """One row a side, most moves first: what it does toward each target, and where.

    Targets come with most moves first; of more than `targets` (0: no limit) their number, and
    `see`, a reference to where the others stand.
    """
    made = moves_made(statements)
    made = made[made.maker != ""].drop_duplicates(["maker", "toward", "move", "statement_id"])
    rows = [
        {
            "Who": maker,
            "Toward whom, what and where": _targets_cell(own, targets, see),
            "count": len(own),
        }
        for maker, own in made.groupby("maker")
    ]
    frame = pd.DataFrame(rows, columns=["Who", "Toward whom, what and where", "count"])
    frame = frame.sort_values(["count", "Who"], ascending=[False, True], ignore_index=True)
    return frame.drop(columns="count")


def _targets_cell(made: pd.DataFrame, most: int, see: str) -> Markdown:
    """Each target with the moves toward it; a target that the text does not tell comes last."""
    by_target = sorted(
        made.groupby("toward"), key=lambda item: (not item[0], -len(item[1]), item[0])
    )
    shown = by_target[:most] if most else by_target
    parts = [
        f"**{escape(listed(target)) or 'no one named'}:** {_moves_cell(own)}"
        for target, own in shown
    ]
    if len(by_target) > len(shown):
        parts.append(f"{len(by_target) - len(shown)} more: {see}")
    return Markdown(" · ".join(parts))


def _moves_cell(made: pd.DataFrame) -> Markdown:
    """Each move with its statements, from conflict to cooperation."""
    own = [(move, made[made.move == move]) for move in MOVES if (made.move == move).any()]
    return Markdown("; ".join(f"{phrase(move)} {links(rows)}" for move, rows in own))


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
    uses = list(dict.fromkeys(ids))
    where = ", ".join(statement_link(one, place[one]) for one in uses[:LINKS])
    more = f" and {len(uses) - LINKS} more" if len(uses) > LINKS else ""
    return f"“{escape(name)}” ({f'{escape(marking)}, ' if marking else ''}{where}{more})"


def parallels(found: pd.DataFrame, statements: pd.DataFrame) -> pd.DataFrame:
    """One row a pair of statements on the same matter, with the moves that either makes."""
    place = dict(zip(statements.statement_id, statements.place, strict=True))
    rows = [
        {
            "Here": _with_moves(row.statement_id, row.text, row.moves, place),
            "There": _with_moves(row.statement_id_2, row.text_2, row.moves_2, place),
            "Likeness": f"{row.similarity:.2f}",
        }
        for row in found.itertuples()
    ]
    return pd.DataFrame(rows, columns=["Here", "There", "Likeness"])


def _with_moves(name: str, text: str, moves: Iterable[str], place: dict[str, str]) -> Markdown:
    """A statement's words, where it stands, and its moves."""
    made = ", ".join(map(phrase, moves)) or "no move"
    return Markdown(f"{escape(excerpt(text, ()))} ({statement_link(name, place[name])}, {made})")


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


def statements(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a statement of one article, as its reading page lists them."""
    return pd.DataFrame(
        {
            "No.": [own_link(name) for name in rows.statement_id],
            "Speaker": rows.actor.where(rows.actor != "", "the reporter"),
            "Voice": [VOICE_NAMES[voice] for voice in rows.voice],
            "Words": rows.words,
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
