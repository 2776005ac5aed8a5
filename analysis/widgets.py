"""Controls for `explore.ipynb`, over what `exploring` does.

Each view has a static output too, which is what shows where there are no widgets: without
ipywidgets, in the stored notebook, on a page that only shows notebooks.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from html import escape
from threading import RLock
from typing import Any

import pandas as pd

from analysis import comparison, exploring, figures, markdown, posture, reading, showing
from analysis.errors import UserError
from analysis.exploring import ORDERS, Actor, Desk
from analysis.labels import FIELDS, NAMES, VALUES
from analysis.markdown import Markdown
from analysis.measures import MOVES
from analysis.statements import explain
from analysis.style import phrase, shorten
from analysis.tables import numbered

try:
    import ipywidgets as w
except ImportError:
    w = None

WIDGET = "application/vnd.jupyter.widget-view+json"
ROWS = 5  # lines of a list to choose from
WIDE = {"width": "46rem", "max_width": "100%"}
SCROLLED = {"max_height": "36rem", "overflow": "auto", "border": "1px solid #c9d0d8"}
BEGINS = 70  # characters of a statement in a list
GROUPINGS = ("side", "actor", "article", "outlet")
TURN = RLock()  # a kernel with subshells takes what controls say in two threads


class View:
    """A static output, and controls in its place where a notebook has widgets."""

    def __init__(self, static: Markdown, build: Callable[[], Any]) -> None:
        self.static = static
        self.build = build

    def __repr__(self) -> str:
        return str(self.static)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {**showing.bundle(self.static), "text/plain": repr(self)}
        if w:
            shown[WIDGET] = self.build()._repr_mimebundle_()[WIDGET]
        return shown


def statements(desk: Desk) -> View:
    """Choose articles, sides and moves; see the statements with their marks."""
    return View(_marked(desk, desk.statements), lambda: _statements(desk))


def words(desk: Desk, word: str) -> View:
    """A word in its contexts, in all statements."""
    return View(_kwic(desk, word), lambda: _words(desk, word))


def labelling(desk: Desk, who: str) -> View:
    """Label statements and name actors; see what that changes, and save it."""
    return View(_changed(desk), lambda: Labelling(desk, who).box)


def compared(desk: Desk) -> View:
    """The comparison as the desk has it, by whom or what one likes."""
    return View(_compared(desk, GROUPINGS[0]), lambda: _comparison(desk))


# ---- statements, words, comparison


def _statements(desk: Desk) -> Any:
    articles = [(shorten(article.label, BEGINS), article.id) for article in desk.articles]
    controls = {
        "articles": _several(articles, "Articles", layout=WIDE),
        "sides": _several(exploring.sides(desk.statements), "Sides"),
        "moves": _several([(phrase(move), move) for move in MOVES], "Moves"),
        "words": w.Text(description="With words", continuous_update=False),
        "order": w.Dropdown(options=list(ORDERS), description="Order"),
    }
    before = {name: control.value for name, control in controls.items()}
    count, found = w.HTML(), w.HTML()

    def refresh(*_: Any) -> None:
        rows = exploring.choose(desk.statements, **{n: one.value for n, one in controls.items()})
        count.value = f"{len(rows)} of {len(desk.statements)} statements"
        found.value = showing.html(_marked(desk, rows))

    def show_all(*_: Any) -> None:
        for name, control in controls.items():
            control.value = before[name]

    _refreshing(desk, refresh, controls.values())
    every = _button("Show all", show_all)
    articles, sides, moves, *rest = controls.values()
    shown = w.Box([found], layout=SCROLLED)
    return w.VBox([articles, w.HBox([sides, moves]), w.HBox([*rest, every]), count, shown])


def _marked(desk: Desk, rows: Any) -> Markdown:
    return Markdown(f"{reading.key()}\n\n{desk.marked(rows)}")


def _words(desk: Desk, word: str) -> Any:
    asked = w.Text(value=word, description="Word", continuous_update=False)
    found = w.HTML()

    def refresh(*_: Any) -> None:
        found.value = showing.html(_kwic(desk, asked.value))

    _refreshing(desk, refresh, [asked])
    return w.VBox([asked, w.Box([found], layout=SCROLLED)])


def _kwic(desk: Desk, word: str) -> Markdown:
    found = exploring.kwic(numbered(desk.statements), word)
    places = numbered(desk.statements).set_index("statement_id").place
    columns = {"before": "Before", "word": "Word", "after": "After", "speaker": "Speaker"}
    shown = found.rename(columns=columns)[list(columns.values())]
    shown["Word"] = [Markdown(f"**{markdown.escape(one)}**") for one in shown.Word]
    shown.insert(0, "Where", found.statement_id.map(places))
    return markdown.table(shown, right=["Before"], wide=["Before", "After"])


def _comparison(desk: Desk) -> Any:
    by = w.Dropdown(options=GROUPINGS, description="Compare by")
    chart, found = w.HTML(), w.HTML()

    def refresh(*_: Any) -> None:
        drawn = figures.moves(posture.firmness(desk.titled(), by.value))
        chart.value = showing.figure(drawn)
        found.value = showing.html(_compared(desk, by.value))

    _refreshing(desk, refresh, [by])
    return w.VBox([by, chart, w.Box([found], layout=SCROLLED)])


def _compared(desk: Desk, by: str) -> Markdown:
    return comparison.compare(desk.titled(), by=by)._repr_markdown_()


def _refreshing(desk: Desk, refresh: Callable[..., None], controls: Iterable[Any]) -> None:
    """Refresh now, after each change of the desk, and whenever a control has another value."""
    refresh = _in_turn(refresh)
    for control in controls:
        control.observe(refresh, "value")
    desk.watchers.append(refresh)
    refresh()


def _in_turn(act: Callable[..., None]) -> Callable[..., None]:
    """An act that waits until no other goes on, and so ends with the values that hold then."""

    @wraps(act)
    def waiting(*given: Any) -> None:
        with TURN:
            act(*given)

    return waiting


def _several(options: Iterable[Any], name: str, rows: int = ROWS, **settings: Any) -> Any:
    """A list to choose several from."""
    options = list(options)
    rows = min(rows, max(2, len(options)))
    return w.SelectMultiple(options=options, description=name, rows=rows, **settings)


def _button(name: str, act: Callable[..., None], **settings: Any) -> Any:
    button = w.Button(description=name, layout={"min_width": "5rem"}, **settings)
    button.on_click(_in_turn(act))
    return button


# ---- labelling


class Labelling:
    """The controls by which a person labels statements and names actors."""

    def __init__(self, desk: Desk, who: str) -> None:
        self.desk = desk
        self.who = w.Text(value=who, description="Your name")
        self.blind = w.Checkbox(description="hide the labels that there are", indent=False)
        self.find = w.Text(description="Find", placeholder="words", continuous_update=False)
        self.statement = w.Dropdown(
            options=_places(desk, desk.statements), description="Statement", layout=WIDE
        )
        self.field = w.Dropdown(
            options=[(phrase(name), name) for name in FIELDS], description="Label its"
        )
        self.values = {name: self._control(name) for name in FIELDS}
        self.unset = dict.fromkeys(VALUES) | dict.fromkeys(NAMES, "") | {"moves": ()}
        self.value = w.VBox()
        self.name = w.Combobox(description="The name", options=_actors(desk))
        self.actor = w.Text(description="is")
        self.side = w.Combobox(description="for the side", options=exploring.sides(desk.statements))
        self.text, self.status, self.changed = w.HTML(), w.HTML(), w.HTML()
        self.box = self._boxes()
        show = _in_turn(self._show_statement)
        for control in (self.statement, self.blind, self.field):
            control.observe(show, "value")
        self.find.observe(_in_turn(self._narrow), "value")
        desk.watchers.append(self._refresh)
        self._refresh()

    def _boxes(self) -> Any:
        act = self._acting
        save = _button("Save", act(self._save), button_style="primary")
        return w.VBox(
            [
                w.HBox([self.who, self.find, self.blind]),
                w.HBox([self.statement, _button("Next", act(self._next))]),
                self.text,
                w.HBox([self.field, self.value, _button("Label", act(self._label))]),
                w.HBox([self.name, self.actor, self.side, _button("Name", act(self._name))]),
                w.HBox([save, _button("Take back", act(self._take_back)), self.status]),
                self.changed,
            ]
        )

    def _control(self, field: str) -> Any:
        if field == "moves":
            return _several([(phrase(move), move) for move in MOVES], "as", len(MOVES))
        if field in NAMES:
            known = exploring.sides(self.desk.statements)
            options = known if "side" in field else _actors(self.desk)
            return w.Combobox(options=options, description="as")
        return w.Dropdown(options=sorted(VALUES[field]), description="as")

    def _show_statement(self, *_: Any) -> None:
        """Show the statement that is chosen, and the control for the field's value."""
        row = self.desk.statement(self.statement.value)
        control = self.values[self.field.value]
        if self.blind.value:
            self.text.value = f"<p>{escape(row.text)}</p>"
            control.value = self.unset[self.field.value]
        else:
            marked = showing.html(self.desk.marked(row.to_frame().T))
            self.text.value = f"{marked}<pre>{escape(explain(row))}</pre>"
            control.value = row[self.field.value]
        self.value.children = [control]

    def _narrow(self, *_: Any) -> None:
        """Offer the statements with the words that are looked for."""
        words = self.find.value
        if places := _places(self.desk, exploring.choose(self.desk.statements, words=words)):
            self.status.value, self.statement.options = "", places
        else:
            self.status.value = f"<b>no statement has {escape(words)}</b>"

    def _refresh(self) -> None:
        self._show_statement()
        self.changed.value = showing.html(_changed(self.desk))

    def _label(self) -> str:
        field, who = self.field.value, self.who.value.strip()
        self.desk.label(self.statement.value, field, self.values[field].value or "", who)
        done = len(self.desk.labelled(field, who))
        return f"{who} has labelled {phrase(field)} of {done} of {len(self.desk.statements)}"

    def _next(self) -> str:
        offered = [one for _, one in self.statement.options]
        self.statement.value = self.desk.next_for(
            self.statement.value, self.field.value, self.who.value.strip(), offered
        )
        return ""

    def _name(self) -> str:
        self.desk.name(self.name.value, self.actor.value, self.side.value)
        return "named, and not yet saved"

    def _take_back(self) -> str:
        self.desk.take_back()
        return "taken back"

    def _save(self) -> str:
        paths = self.desk.save()
        return f"saved in {' and '.join(map(str, paths))}" if paths else "nothing to save"

    def _acting(self, act: Callable[[], str]) -> Callable[..., None]:
        return lambda *_: self.say(act)

    def say(self, act: Callable[[], str]) -> None:
        """Do something, and say what came of it, or what stood in its way."""
        try:
            self.status.value = escape(act())
        except UserError as error:
            self.status.value = f"<b>{escape(str(error))}</b>"


def _places(desk: Desk, rows: pd.DataFrame) -> list[tuple[str, str]]:
    """Statements to choose from, by their place and how they begin."""
    places = numbered(desk.statements).set_index("statement_id").place
    return [
        (f"{places[row.statement_id]} {shorten(row.text, BEGINS)}", row.statement_id)
        for row in rows.itertuples()
    ]


def _actors(desk: Desk) -> list[str]:
    return sorted(set(desk.statements.actor) - {""})


def _changed(desk: Desk) -> Markdown:
    """What is not saved, and where it changes the comparison of sides."""
    if not desk.changes:
        return Markdown("No label is waiting to be saved.")
    places = numbered(desk.statements).set_index("statement_id").place
    waiting = [f"- {markdown.escape(_said(one, places))}" for one in desk.changes]
    differ = exploring.changes(desk.saved, desk.statements)
    differ["move"] = differ.move.map(phrase)
    columns = {"side": "Side", "move": "Move", "before": "Before", "after": "After"}
    table = markdown.table(differ.rename(columns=columns))
    return Markdown("\n\n".join(["**Not yet saved:**", "\n".join(waiting), table]))


def _said(one: Any, places: Any) -> str:
    if isinstance(one, Actor):
        return f"{one.name} is {one.actor or one.name}, for {one.side or 'no side'}"
    value = phrase(one.value) or "none"
    return f"{places[one.statement_id]}: {phrase(one.field)} {value}, by {one.who}"
