"""The back matter says how labels are made, and what they can't show."""

from types import SimpleNamespace

import analysis
from analysis import comparison, notes, scores

TOLD = analysis.annotate("“No,” Russia said. Denmark threatened Russia.")


def test_method_gives_each_measure_its_score():
    said = notes.method()
    assert (
        f"(precision {scores.table().query('measure == @scores.MOVES').value.iloc[0]:.2f}" in said
    )
    assert "roughly even chance 45–55 %" in said
    assert "high from 10 statements in 3 articles of 2 outlets" in said
    assert len(said.splitlines()) <= 10


def test_limits_say_how_little_there_is():
    said = notes.limits(comparison.compare(TOLD), TOLD)
    assert "These are 2 statements in 1 article;" in said
    assert r"Groups with fewer than 10 statements\: Russia\." in said
    assert "“we”" not in said


def test_limits_say_where_a_speech_has_no_known_speaker():
    speech = analysis.annotate("We demand talks. Our patience ends.")
    said = notes.limits(comparison.compare(speech), speech)
    assert "In 2 of 2 statements somebody who is not named says “we” or “I”" in said


def test_colophon_gives_the_command():
    assert 'make report CORPUS=seeds ARTICLES="a b"' in notes.colophon(
        "../seeds", [SimpleNamespace(id="a"), SimpleNamespace(id="b")]
    )
