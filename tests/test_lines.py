"""What a line of a page looks like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.lines import SHAPES, shape


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Putin rejects European ceasefire plan, Kremlin says", "title"),
        ("Kremlin: Vladimir Putin is open to talks on Ukraine", "title"),
        ("Who won the war of words?", "title"),
        ("The envoys met in Oslo.", "body"),
        ("“Why not?”", "body"),
        ("x" * 161, "body"),
        ("***", "body"),
        ("https://arab.news/2ekaw", "url"),
        ("www.example.org/talks", "url"),
        ("See https://arab.news/2ekaw", "title"),
        ("• Both fleets want a treaty", "standfirst"),
        ("MOSCOW:", "dateline"),
        ("WASHINGTON (AP) —", "dateline"),
        ("BRUSSELS, 3 Dec -", "dateline"),
        ("MOSCOW: Talks began on Friday, the Kremlin said", "body"),
        ("BRUSSELS, 3 Dec - Ministers met", "body"),
        ("By Guy Faulconbridge and Vladimir Soldatkin", "byline"),
        ("By JANE DOE | The Associated Press", "byline"),
        ("By the end of the week talks had failed", "title"),
        ("From Russia with love and squalor", "title"),
        ("December 3, 2025", "date"),
        ("Published: Wed, 3 Dec 2025 10:15 GMT", "date"),
        ("December 3, 2025 10:15 AM GMT · Updated 2 hours ago", "date"),
        ("2025-12-03T10:15", "date"),
        ("What 3 December 2025 means for the talks", "title"),
        ("Share on Facebook", "boilerplate"),
        ("Advertisement", "boilerplate"),
        ("Read more: Zelenskiy visits Ireland", "boilerplate"),
        ("We use cookies to improve your experience on this site.", "boilerplate"),
        ("© 2025 Reuters. All rights reserved.", "boilerplate"),
        ("Photo: Getty Images", "boilerplate"),
        ("Ministers share views on Ukraine", "title"),
        ("Home Office reads the treaty again", "title"),
    ],
)
def test_a_line_has_one_shape(line, expected):
    assert shape(line) == expected


@given(st.text(max_size=300))
def test_any_line_has_a_shape(line):
    assert shape(line) in SHAPES
