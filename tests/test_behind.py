"""Each figure's numbers as a table."""

import re
from pathlib import Path

import nbformat
import pandas as pd
import pytest

import analysis
from analysis import behind, comparison, posture, tables

NOTEBOOKS = sorted((Path(__file__).resolve().parent.parent / "notebooks").glob("*.ipynb"))
TEXTS = [
    "Russia threatened Denmark. Russia offered talks only if Denmark withdraws. Iran may refuse.",
    "Denmark rejected the ultimatum.",
]


@pytest.fixture(scope="module")
def numbered() -> pd.DataFrame:
    return tables.numbered(analysis.annotate(TEXTS))


def test_moves_hold_the_figures_counts_and_intervals(numbered):
    firm = posture.firmness(numbered)
    frame = behind.moves(comparison.compare(numbered, errors=()), firm)
    assert list(dict.fromkeys(frame.Who)) == ["Russia", "Denmark", "Iran"]
    assert [list(row) for row in frame[["Who", "Move"]].to_numpy()] == [
        [row.group, row.move.replace("_", " ")] for group in ("Russia", "Denmark", "Iran")
        for row in firm[firm.group == group].itertuples()
    ]  # fmt: skip
    row = frame.set_index(["Who", "Move"]).loc[("Russia", "threat")]
    assert row.tolist()[:3] == ["1 of 2", 0, 0]
    assert row.Share == "50 %"
    assert re.fullmatch(r"\d+ to \d+ %", row["95 % interval"])
    whole = frame.set_index(["Who", "Move"]).loc[("Russia", "any")]
    assert whole.tolist() == ["2 of 2", 1, 0, "", "", "", ""]


def test_voices_are_shares_of_each_groups_words(numbered):
    frame = behind.voices(comparison.compare(numbered, by="article").groups)
    assert frame.iloc[1].tolist() == ["text-2", "4", "0 %", "0 %", "100 %"]


def test_acts_hold_each_marks_posture_and_lead_to_it(numbered):
    acts = posture.acts(numbered)
    frame = behind.acts(acts, numbered).set_index("Who")
    assert frame.Acts.sum() == len(acts)
    assert re.fullmatch(
        r"\[2\.1\]\(articles/text-2\.html#s1\) \(−\d\.\d\)", frame.Statements.Denmark
    )
    assert list(behind.acts(acts, numbered, most=2).Who) == ["Russia", "2 more"]


def test_tone_says_where_there_is_too_little(numbered):
    frame = behind.tone(comparison.compare(numbered, by="article"))
    assert set(frame["95 % interval"]) == {"too few"}
    assert set(frame.Scored) <= {"0 of 3", "1 of 3", "2 of 3", "0 of 1", "1 of 1"}


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_each_figure_leads_to_its_numbers_and_they_lead_back(notebook):
    cells = [cell.source for cell in nbformat.read(notebook, 4).cells if cell.cell_type == "code"]
    labelled = {m[1]: cell for cell in cells if (m := re.match(r"#\| label: (\S+)", cell))}
    drawn = [cell for cell in cells if "figures.show(" in cell]
    assert drawn or notebook.stem not in ("article", "compare")
    for cell in drawn:
        label, caption = re.match(r'#\| label: (fig-\S+)\n#\| fig-cap: "(.*)"\n', cell).groups()
        behind = re.findall(r"@(tbl-[a-z]+)", caption)
        assert any(f"@{label}" in labelled[name].split("\n")[1] for name in behind), label
