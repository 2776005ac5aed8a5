"""Quotation marks: which opens, which closes, what is nested and what is missing."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from analysis import marks


def _found(text: str) -> list[tuple[str, int]]:
    return [(text[q.start : q.end], q.level) for q in marks.scan(text)]


def test_nested_in_other_marks() -> None:
    assert _found("“a ‘b c’ d”") == [("“a ‘b c’ d”", 0), ("‘b c’", 1)]


def test_nested_in_the_same_marks() -> None:
    assert _found("“one “two” three” four") == [("“one “two” three”", 0), ("“two”", 1)]


def test_apostrophes_are_no_marks() -> None:
    assert _found("It isn’t the allies’ view, it's the ’90s, rock ‘n’ roll.") == []


def test_single_marks_around_an_apostrophe() -> None:
    assert _found("'It isn't so,' he said.")[0] == ("'It isn't so,'", 0)


def test_straight_marks_by_their_neighbours() -> None:
    assert _found('He said "yes" and "no".') == [('"yes"', 0), ('"no"', 0)]


def test_styles_of_other_countries() -> None:
    for text in ("«oui oui»", "„ja ja“", "»ja ja«", "„tak tak”", "``yes yes''"):
        assert _found(text) == [(text, 0)]


def test_an_unclosed_mark_is_doubtful() -> None:
    (only,) = marks.scan("“We go. He left.")
    assert only.doubtful
    assert not only.goes_on


def test_an_open_paragraph_goes_on_where_the_next_opens_again() -> None:
    first, second = marks.scan("“We go.\n\n“We go now.”")
    assert (first.goes_on, first.doubtful) == (True, False)
    assert (second.goes_on, second.doubtful) == (False, False)


def test_a_closing_mark_alone_is_doubtful() -> None:
    (only,) = marks.scan("We go now,” he said.")
    assert only.doubtful


def test_marks_of_left_over_markup_are_none() -> None:
    assert _found('<a href="page">He said "yes yes"</a>') == [('"yes yes"', 0)]


@given(st.text(alphabet="ab s.,“”‘’\"'«»„\n", max_size=60))
def test_outermost_quotations_lie_apart_and_inner_ones_within(text: str) -> None:
    found = marks.scan(text)
    assert found == sorted(found)
    assert all(0 <= q.start < q.end <= len(text) for q in found)
    assert all("\n" not in text[q.start : q.end] for q in found)
    outer = [q for q in found if q.level == 0]
    assert all(a.end <= b.start for a, b in pairwise(outer))
