"""Controls for `explore.ipynb`, over what `exploring` does.

Each view has a static output too, which is what shows where there are no widgets: without
ipywidgets, in the stored notebook, on a page that only shows notebooks.
"""

from collections.abc import Callable, Iterable
from html import escape
from importlib.util import find_spec
from typing import Any

from analysis import exploring, markdown, showing
from analysis.errors import UserError
from analysis.exploring import ORDERS, Actor, Desk
from analysis.labels import FIELDS, NAMES, VALUES
from analysis.markdown import Markdown
from analysis.measures import MOVES
from analysis.statements import explain
from analysis.style import phrase, shorten
from analysis.tables import numbered

WIDGET = "application/vnd.jupyter.widget-view+json"
ROWS = 5  # lines of a list to choose from
WIDE = {"width": "46rem", "max_width": "100%"}
BEGINS = 70  # characters of a statement in a list


class View:
    """A static output, and controls in its place where a notebook has widgets."""

    def __init__(self, static: Markdown, build: Callable[[], Any]) -> None:
        self.static = static
        self.build = build

    def __repr__(self) -> str:
        return str(self.static)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, Any]:
        shown: dict[str, Any] = {**showing.bundle(self.static), "text/plain": repr(self)}
        if find_spec("ipywidgets"):
            shown[WIDGET] = self.build()._repr_mimebundle_()[WIDGET]
        return shown


def statements(desk: Desk) -> View:
    """Choose articles, sides and moves; see the statements with their marks."""
    return View(desk.marked(exploring.choose(desk.statements)), lambda: _statements(desk))


def words(desk: Desk, word: str) -> View:
    """A word in its contexts, in all statements."""
    return View(_kwic(desk, word), lambda: _words(desk, word))


def labelling(desk: Desk, who: str) -> View:
    """Label statements and name actors; see what that changes, and save it."""
    return View(_changed(desk), lambda: Labelling(desk, who).box)


def _statements(desk: Desk) -> Any:
    import ipywidgets as w  # noqa: PLC0415 (may be absent)

    articles = [(shorten(article.label, BEGINS), article.id) for article in desk.articles]
    controls = {
        "articles": _several(articles, "Articles"),
        "sides": _several(exploring.sides(desk.statements), "Sides"),
        "moves": _several([(phrase(move), move) for move in MOVES], "Moves"),
        "words": w.Text(description="With words", continuous_update=False),
        "order": w.Dropdown(options=list(ORDERS), description="Order"),
    }
    count, found = w.HTML(), w.HTML()

    def refresh(*_: Any) -> None:
        rows = exploring.choose(desk.statements, **{n: one.value for n, one in controls.items()})
        count.value = f"{len(rows)} of {len(desk.statements)} statements"
        found.value = showing.html(desk.marked(rows))

    for control in controls.values():
        control.observe(refresh, "value")
    desk.watchers.append(refresh)
    refresh()
    articles, sides, moves, *rest = controls.values()
    return w.VBox([articles, w.HBox([sides, moves]), w.HBox(rest), count, found])


def _words(desk: Desk, word: str) -> Any:
    import ipywidgets as w  # noqa: PLC0415

    asked = w.Text(value=word, description="Word", continuous_update=False)
    found = w.HTML()

    def refresh(*_: Any) -> None:
        found.value = showing.html(_kwic(desk, asked.value))

    asked.observe(refresh, "value")
    desk.watchers.append(refresh)
    refresh()
    return w.VBox([asked, found])


def _kwic(desk: Desk, word: str) -> Markdown:
    found = exploring.kwic(numbered(desk.statements), word)
    places = numbered(desk.statements).set_index("statement_id").place
    columns = {"before": "Before", "word": "Word", "after": "After", "speaker": "Speaker"}
    shown = found.rename(columns=columns)[list(columns.values())]
    shown.insert(0, "Where", found.statement_id.map(places))
    return markdown.table(shown, right=["Before"], wide=["Before", "After"])


def _several(options: Iterable[Any], name: str) -> Any:
    import ipywidgets as w  # noqa: PLC0415

    options = list(options)
    layout = {**WIDE, "width": "auto"} if name != "Articles" else WIDE
    rows = min(ROWS, max(2, len(options)))
    return w.SelectMultiple(options=options, description=name, rows=rows, layout=layout)


# ---- labelling


class Labelling:
    """The controls by which a person labels statements and names actors."""

    def __init__(self, desk: Desk, who: str) -> None:
        import ipywidgets as w  # noqa: PLC0415

        self.desk = desk
        self.who = w.Text(value=who, description="Who labels")
        self.blind = w.Checkbox(description="hide the labels that there are", indent=False)
        self.statement = w.Dropdown(options=_places(desk), description="Statement", layout=WIDE)
        self.field = w.Dropdown(
            options=[(phrase(name), name) for name in FIELDS], description="Field"
        )
        self.values = {name: self._control(name) for name in FIELDS}
        self.value = w.VBox()
        self.name = w.Combobox(description="Name", options=_actors(desk))
        self.actor = w.Text(description="Is")
        self.side = w.Combobox(description="Side", options=exploring.sides(desk.statements))
        self.text, self.status, self.changed = w.HTML(), w.HTML(), w.HTML()
        self.box = self._boxes()
        for control in (self.statement, self.blind, self.field):
            control.observe(self._show_statement, "value")
        desk.watchers.append(self._refresh)
        self._refresh()

    def _boxes(self) -> Any:
        import ipywidgets as w  # noqa: PLC0415

        return w.VBox(
            [
                w.HBox([self.who, self.blind]),
                self.statement,
                self.text,
                w.HBox([self.field, self.value, _button("Label", self._label)]),
                w.HBox([self.name, self.actor, self.side, _button("Name", self._name)]),
                w.HBox([_button("Take back", self._take_back), _button("Save", self._save)]),
                self.status,
                self.changed,
            ]
        )

    def _control(self, field: str) -> Any:
        import ipywidgets as w  # noqa: PLC0415

        if field == "moves":
            return _several([(phrase(move), move) for move in MOVES], "Moves")
        if field in NAMES:
            known = exploring.sides(self.desk.statements)
            return w.Combobox(options=known if "side" in field else _actors(self.desk))
        return w.Dropdown(options=sorted(VALUES[field]))

    def _row(self) -> Any:
        return self.desk.statement(self.statement.value)

    def _show_statement(self, *_: Any) -> None:
        """Show the statement that is chosen, and the control for the field's value."""
        row, control = self._row(), self.values[self.field.value]
        if self.blind.value:
            self.text.value = f"<p>{escape(row.text)}</p>"
        else:
            marked = showing.html(self.desk.marked(row.to_frame().T))
            self.text.value = f"{marked}<pre>{escape(explain(row))}</pre>"
            control.value = row[self.field.value]
        self.value.children = [control]

    def _refresh(self) -> None:
        self._show_statement()
        self.changed.value = showing.html(_changed(self.desk))

    def _label(self) -> str:
        field = self.field.value
        self.desk.label(self.statement.value, field, self.values[field].value, self.who.value)
        return "labelled, and not yet saved"

    def _name(self) -> str:
        self.desk.name(self.name.value, self.actor.value, self.side.value)
        return "named, and not yet saved"

    def _take_back(self) -> str:
        self.desk.take_back()
        return "taken back"

    def _save(self) -> str:
        paths = self.desk.save()
        return f"saved in {' and '.join(map(str, paths))}" if paths else "nothing to save"

    def say(self, act: Callable[[], str]) -> None:
        """Do something, and say what came of it, or what stood in its way."""
        try:
            self.status.value = escape(act())
        except UserError as error:
            self.status.value = f"<b>{escape(str(error))}</b>"


def _button(name: str, act: Callable[[], str]) -> Any:
    import ipywidgets as w  # noqa: PLC0415

    button = w.Button(description=name)
    button.on_click(lambda _: act.__self__.say(act))
    return button


def _places(desk: Desk) -> list[tuple[str, str]]:
    """Statements to choose from, by their place and how they begin."""
    return [
        (f"{row.place} {shorten(row.text, BEGINS)}", row.statement_id)
        for row in numbered(desk.statements).itertuples()
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
    return f"{places[one.statement_id]}: {phrase(one.field)} {one.value or 'none'}, by {one.who}"
