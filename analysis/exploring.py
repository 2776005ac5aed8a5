"""What `explore.ipynb` does: choose statements, see words in context, label, and compare again.

Plain functions over frames, and a `Desk` that keeps what a person has changed until it is saved;
`widgets` puts controls on them.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd

from analysis import labels, reading
from analysis.articles import Article
from analysis.comparison import compare
from analysis.errors import UserError
from analysis.grouping import UNKNOWN, members, moves_made
from analysis.labels import Label
from analysis.markdown import Markdown, escape
from analysis.measures import MOVES
from analysis.quotes import quotations
from analysis.statements import annotate

AROUND = 60  # characters of context on each side of a word
ORDERS = {
    "as they stand": [],
    "speaker": ["actor"],
    "side": ["side"],
    "posture, conflict first": ["posture"],
    "criticism, most first": ["criticism"],
    "longest first": ["words"],
}
FALLING = {"criticism", "words"}
MOST = 40  # statements shown at once; the rest is counted


# ---- choosing


def choose(
    statements: pd.DataFrame,
    articles: Iterable[str] = (),
    sides: Iterable[str] = (),
    moves: Iterable[str] = (),
    words: str = "",
    order: str = "as they stand",
) -> pd.DataFrame:
    """The statements of some articles (ids), sides and moves that hold some words, in an order.

    Nothing named is no choice: all remain. A side's statements are those in which it speaks or
    acts. `words` are looked for as they are, in any case. Raises UserError for an order that there
    is not (see ORDERS).
    """
    if order not in ORDERS:
        raise UserError(f"no order {order!r}; there are {', '.join(ORDERS)}")
    kept = statements
    if articles := set(articles):
        kept = kept[kept.article_id.isin(articles)]
    if sides := set(sides):
        kept = _where(kept, (sides & set(sides_of(row)) for row in kept.itertuples()))
    if moves := set(moves):
        kept = _where(kept, (moves & set(made) for made in kept.moves))
    if words := words.strip():
        kept = kept[kept.text.str.contains(words, case=False, regex=False)]
    by = ORDERS[order]
    return kept.sort_values(by, ascending=not FALLING & set(by), kind="stable") if by else kept


def _where(rows: pd.DataFrame, holds: Iterable[object]) -> pd.DataFrame:
    return rows[pd.Series([bool(one) for one in holds], index=rows.index, dtype=bool)]


def sides_of(row: object) -> list[str]:
    """The sides that speak or act in a statement; UNKNOWN where there is none."""
    named = [row.side, row.source_side, *row.makers]
    return list(dict.fromkeys(side for value in named for side in members(value))) or [UNKNOWN]


def sides(statements: pd.DataFrame) -> list[str]:
    """All sides that speak or act, by name."""
    return sorted({side for row in statements.itertuples() for side in sides_of(row)})


def listed(articles: Sequence[Article]) -> pd.DataFrame:
    """One row an article: what it is, from where and when, and its id."""
    return pd.DataFrame(
        {
            "Article": [article.label for article in articles],
            "Outlet": [article.outlet or UNKNOWN for article in articles],
            "Date": [article.published or UNKNOWN for article in articles],
            "Words": [len(article.text.split()) for article in articles],
            "Id": [article.id for article in articles],
        }
    )


def kwic(statements: pd.DataFrame, words: str, around: int = AROUND) -> pd.DataFrame:
    """Keyword in context: one row an occurrence, `statement_id speaker before word after`.

    `words` is found in any case and as whole words; a `*` in it stands for more letters. `around`
    is how many characters of the statement stand on each side.

    >>> found = kwic(annotate("Russia rejected the ultimatum."), "reject*")
    >>> found[["before", "word", "after"]].iloc[0].tolist()
    ['Russia', 'rejected', 'the ultimatum.']
    """
    asked = r"\w*".join(re.escape(part) for part in " ".join(words.split()).split("*"))
    pattern = re.compile(rf"(?<!\w){asked}(?!\w)", re.IGNORECASE)
    rows = [
        [row.statement_id, row.actor, *_context(row.text, place.span(), around)]
        for row in statements.itertuples()
        for place in (pattern.finditer(row.text) if words.strip("* ") else ())
    ]
    return pd.DataFrame(rows, columns=["statement_id", "speaker", "before", "word", "after"])


def _context(text: str, place: tuple[int, int], around: int) -> list[str]:
    """The text before, the words and the text after, cut between words."""
    start, end = place
    left, right = max(0, start - around), min(len(text), end + around)
    while 0 < left < start and text[left - 1 : left + 1].isalnum():
        left += 1
    while end < right < len(text) and text[right - 1 : right + 1].isalnum():
        right -= 1
    before = ("…" if left else "") + text[left:start].strip()
    return [before, text[start:end], text[end:right].strip() + ("…" if right < len(text) else "")]


# ---- comparing


def move_counts(statements: pd.DataFrame) -> pd.DataFrame:
    """One row a side, one column a move, how many statements make it."""
    made = moves_made(statements)
    side = made.maker.replace("", UNKNOWN)
    counts = pd.crosstab(side, made.move).reindex(columns=list(MOVES), fill_value=0)
    return counts.loc[:, counts.any()].rename_axis(index="side", columns=None)


def changes(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """Where the comparison of sides differs: `side move before after`, each count with its share.

    The shares are those of `compare`, with their 95 % intervals.
    """
    tables = [_shares(statements) for statements in (before, after)]
    both = pd.concat(tables, axis="columns", keys=["before", "after"]).fillna("none")
    return both[both.before != both.after].reset_index()


def _shares(statements: pd.DataFrame) -> pd.Series:
    """What a comparison says of each side's moves, in words."""
    found = compare(statements, by="side").moves
    said = [
        f"{row.count} of {row.of} ({100 * row.low:.0f} to {100 * row.high:.0f} %)"
        for row in found.itertuples(index=False)
    ]
    index = pd.MultiIndex.from_arrays([found.group, found.move], names=["side", "move"])
    return pd.Series(said, index=index, dtype=object)


# ---- a person's work


@dataclass(frozen=True)
class Actor:
    """A row of `actors.csv`: a name as it is written, whose it is, and for which side."""

    name: str
    actor: str
    side: str


class Desk:
    """A corpus's statements, and what a person has changed of them and not yet saved.

    `saved` are the statements as the corpus has them, `statements` as the changes make them;
    whoever is in `watchers` is called after each change.
    """

    def __init__(self, corpus: str | Path, articles: Sequence[Article]) -> None:
        self.corpus = Path(corpus)
        self.articles = list(articles)
        self.watchers: list[Callable[[], None]] = []
        self.changes: list[Label | Actor] = []
        self.read = self._read()
        self.saved = self.statements = self._labelled()
        self.quotations = {article.id: quotations(article) for article in self.articles}

    @property
    def labels(self) -> list[Label]:
        """The labels that are not saved."""
        return [one for one in self.changes if isinstance(one, Label)]

    @property
    def actors(self) -> list[Actor]:
        """The actors that are not saved."""
        return [one for one in self.changes if isinstance(one, Actor)]

    def statement(self, statement_id: str) -> pd.Series:
        """One statement as it stands now; UserError where there is none of that id."""
        found = self.statements[self.statements.statement_id == statement_id]
        if found.empty:
            raise UserError(f"no statement {statement_id!r}")
        return found.iloc[0]

    def titled(self) -> pd.DataFrame:
        """The statements with their `article`: its title, and its id where others have that too."""
        labels = [article.label for article in self.articles]
        names = {
            one.id: f"{one.label} ({one.id})" if labels.count(one.label) > 1 else one.label
            for one in self.articles
        }
        return self.statements.assign(article=self.statements.article_id.map(names))

    def labelled(self, field: str, who: str) -> set[str]:
        """The statements of which a person has labelled a field, saved or not."""
        given = (one for article in self._changed() for one in article.labels)
        ids = {one.statement_id for one in given if (one.field, one.who) == (field, who)}
        return ids & set(self.statements.statement_id)

    def next_for(self, statement_id: str, field: str, who: str, among: Sequence[str] = ()) -> str:
        """The statement after this one, in a round, of which a person has not labelled a field.

        `among` are the statements of the round, all when none is named. This one again where there
        is no other.
        """
        ids = list(among or self.statements.statement_id)
        after = ids.index(statement_id) + 1
        done = self.labelled(field, who)
        return next((one for one in ids[after:] + ids[:after] if one not in done), statement_id)

    def label(self, statement_id: str, field: str, value: str | Iterable[str], who: str) -> None:
        """Label a statement, and see the comparison change (see `labels.label`)."""
        today = date.today().isoformat()
        given = labels.label(self.statement(statement_id), field, value, who, today)
        self._change([*self.changes, given])

    def name(self, name: str, actor: str, side: str) -> None:
        """Say whose a name is and for which side, in every statement."""
        labels.check_actor((name.strip(), actor.strip(), side.strip()))
        self._change([*self.changes, Actor(name.strip(), actor.strip(), side.strip())])

    def take_back(self) -> None:
        """Take the last unsaved change back, if there is one."""
        self._change(self.changes[:-1])

    def save(self) -> list[Path]:
        """Save the changes beside the corpus's articles; the paths of the files, if any."""
        paths = []
        if given := self.labels:
            paths.append(labels.save(self.corpus, given))
        if named := self.actors:
            rows = [(one.name, one.actor, one.side) for one in named]
            paths.append(labels.save_actors(self.corpus, rows))
        self.articles = self._changed()
        self.changes, self.saved = [], self.statements
        self._tell()
        return paths

    def marked(self, rows: pd.DataFrame, most: int = MOST) -> Markdown:
        """Statements with their marks in the text, each under its article's title."""
        if rows.empty:
            return Markdown("No statement is like that.")
        articles = {article.id: article for article in self.articles}
        shown = rows.head(most)
        runs = (shown.article_id != shown.article_id.shift()).cumsum()
        parts = []
        for _, own in shown.groupby(runs):
            article = articles[own.article_id.iloc[0]]
            parts.append(f"**{escape(article.label)}**")
            parts.append(reading.excerpts(article.text, own, self.quotations[article.id]))
        more = len(rows) - most
        return Markdown("\n\n".join([*parts, *([f"… and {more} more."] if more > 0 else [])]))

    def _change(self, changes: list[Label | Actor]) -> None:
        """Make these the changes; articles are read again only where actors are others."""
        actors = self.actors
        self.changes = changes
        if self.actors != actors:
            self.read = self._read()
        self.statements = self._labelled()
        self._tell()

    def _read(self) -> pd.DataFrame:
        """The statements as the rules have them."""
        return annotate(labels.without(self._changed()), every=True)

    def _labelled(self) -> pd.DataFrame:
        given = [one for article in self._changed() for one in article.labels]
        return labels.apply(self.read, given)

    def _changed(self) -> list[Article]:
        """The articles with what is not saved yet."""
        named = tuple((one.name, one.actor, one.side) for one in self.actors)
        return [
            replace(
                article,
                actors=(*article.actors, *named),
                labels=(
                    *article.labels,
                    *(one for one in self.labels if one.article_id == article.id),
                ),
            )
            for article in self.articles
        ]

    def _tell(self) -> None:
        for watcher in self.watchers:
            watcher()
