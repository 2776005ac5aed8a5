"""What the notebooks show: frames in a reader's words, each row leading to its evidence."""

from collections.abc import Collection, Iterable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.comparison import UNKNOWN, Comparison, members, voice_shares
from analysis.corpus import Article
from analysis.figures import VOICE_NAMES, shorten
from analysis.keyness import Keyness
from analysis.markdown import Markdown, escape, statement_link

SCORES = Path(__file__).parent / "scores.csv"
# the moves that a reader must see word for word
KEY_MOVES = ("precondition", "red_line", "threat", "refusal", "back_down", "concession", "demand")


def numbered(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements with their `place` in a report: "1.4" is the first article's fourth."""
    article = pd.Series(pd.factorize(statements.article_id)[0] + 1, statements.index)
    number = statements.statement_id.str.rpartition("#s")[2]
    return statements.assign(place=article.astype(str) + "." + number)


def articles(chosen: Sequence[Article], statements: pd.DataFrame) -> pd.DataFrame:
    """One row an article: what it is, how long, and how much of it is quoted or reported."""
    rows = []
    for number, article in enumerate(chosen, 1):
        own = statements[statements.article_id == article.id]
        shares = voice_shares(own)
        rows.append(
            {
                "No.": number,
                "Article": Markdown(f"[{escape(article.label)}](articles/{article.id}.html)"),
                "Outlet": article.outlet or UNKNOWN,
                "From": article.dateline.title() or UNKNOWN,
                "Date": article.published or UNKNOWN,
                "Words": int(own.words.sum()),
                "Quoted": percent(shares["direct"]),
                "Reported": percent(shares["indirect"]),
            }
        )
    return pd.DataFrame(rows)


def speakers(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a speaker, the one with most words first: for whom, in which voice, where."""
    said = statements[statements.actor != ""]
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


def moves(statements: pd.DataFrame, wanted: Collection[str] = KEY_MOVES) -> pd.DataFrame:
    """One row a statement and who makes wanted moves in it: toward whom, in which words."""
    rows = [
        {
            "Who": _who(row, maker),
            "Move": ", ".join(move_names(made)),
            "Toward": _toward(row, maker),
            "Words": row.text,
            "Where": statement_link(row.statement_id, row.place),
        }
        for row in statements.itertuples()
        for maker in dict.fromkeys(row.makers)
        if maker
        and (
            made := [
                m
                for m, by in zip(row.moves, row.makers, strict=True)
                if by == maker and m in wanted
            ]
        )
    ]
    return pd.DataFrame(rows, columns=["Who", "Move", "Toward", "Words", "Where"])


def _who(row: Any, maker: str) -> str:
    """The speaker, where the move is the speaker's; else the side that makes it."""
    return row.actor if row.actor and maker in (row.side, row.actor) else listed(maker)


def _toward(row: Any, maker: str) -> str:
    """The target; the source, where the move answers it."""
    is_answer = row.source_side and maker not in (row.source_side, row.source, row.actor)
    return listed(row.source_side if is_answer else row.target_side or row.target) or UNKNOWN


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
    """One row a group: mean polarity with its interval, and how much was scored."""
    return pd.DataFrame(
        {
            "Group": result.tone.group,
            "Statements": result.tone.statements,
            "Scored": result.tone.scored,
            "Mean polarity": scores(result.tone["mean"], result.tone.scored > 0, "+.2f"),
            "95 % interval": [
                f"{low:+.2f} to {high:+.2f}".replace("-", "−") if pd.notna(low) else "too few"
                for low, high in zip(result.tone.low, result.tone.high, strict=True)
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
            "Polarity": scores(rows.polarity, rows.scored, "+.2f"),
            "Subjectivity": scores(rows.subjectivity, rows.scored, ".2f"),
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
    folder = Path(corpus)
    files = dict.fromkeys(article.source_file for article in chosen)
    return pd.DataFrame(
        [
            {
                "File": name,
                "Articles": sum(article.source_file == name for article in chosen),
                "URL": ", ".join(a.url for a in chosen if a.source_file == name and a.url)
                or UNKNOWN,
                "SHA-256": sha256(
                    (folder / name if folder.is_dir() else folder).read_bytes()
                ).hexdigest()[:16],
            }
            for name in files
        ]
    )


def scores_of_measures() -> pd.DataFrame:
    """How often each measure was right on hand-labelled data (`scores.csv`, from benchmarks/)."""
    frame = pd.read_csv(SCORES)
    return pd.DataFrame(
        {
            "Measure": frame.measure,
            "Score": [
                f"{value:.2f} {name}" for name, value in zip(frame.score, frame.value, strict=True)
            ],
            "On": frame.data,
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


# ---- cells


def own_link(statement_id: str) -> Markdown:
    """A link to a statement on its own article's page."""
    anchor = statement_id.rpartition("#")[2]
    return Markdown(f"[{anchor.removeprefix('s')}](#{anchor})")


def links(statements: pd.DataFrame) -> Markdown:
    """Links to statements, in order."""
    return Markdown(", ".join(map(statement_link, statements.statement_id, statements.place)))


def move_names(moves: Iterable[str]) -> list[str]:
    """Moves as a reader reads them."""
    return [move.replace("_", " ") for move in moves]


def scores(values: Iterable[float], scored: Iterable[bool], form: str) -> list[str]:
    """Numbers where there is a score, words where there is none: a zero is not neutral."""
    return [
        f"{value:{form}}".replace("-", "−") if known else "not scored"
        for value, known in zip(values, scored, strict=True)
    ]


def percent(share: float) -> str:
    """A share from 0 to 1 as a percentage."""
    return f"{100 * share:.0f} %"
