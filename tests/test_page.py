"""Scraped pages become articles, and every line has a role."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import page

FISH = [
    "OSLO: Norway and Iceland are close to a treaty on fishing, the foreign ministry in Oslo said.",
    "“Both fleets want the treaty,” fisheries minister Kari Vik told reporters in the harbour.",
    "Iceland had asked for a larger quota of mackerel; Norway said the quota was not open to talks.",
    "The two fleets have quarrelled over mackerel and herring since the quota of 2008.",
    "Trawlers from Bergen and Reykjavik caught ninety thousand tonnes last season.",
    "A signature is planned for June, when the Icelandic prime minister visits Bergen.",
]
STORM = [
    "A storm closed the harbour of Riga on Monday and tore the roof from a school, police said.",
    "Latvian rescuers took nine sailors off a ferry that had lost its engine in the gulf.",
    "“We have not seen such wind in thirty years,” said Janis Ozols, who runs the weather service.",
    "Schools in Riga stay shut until the wind falls, the mayor's office said.",
    "Power lines came down in Jurmala, and buses replaced trains along the coast.",
    "Insurers expect claims of forty million euros for roofs, cars and yachts.",
]
TREATY, WIND = (
    "Norway and Iceland near a treaty on mackerel",
    "Storm shuts Riga harbour and schools for a second day",
)
FURNITURE = ["Skip to main content", "Share on Facebook", "We use cookies to improve this site."]


def parts(*lines: str) -> list[page.Part]:
    return page.split("\n".join(lines)).parts


def roles(*lines: str) -> list[str]:
    return [line.role for line in page.split("\n".join(lines)).lines]


# ---- orders that scraping leaves


@pytest.mark.parametrize(
    "lines",
    [
        [TREATY, *FISH, WIND, *STORM],
        [*FISH, TREATY, *STORM, WIND],
        [TREATY, *FISH, *STORM, WIND],
        [*FISH, TREATY, WIND, *STORM],
        [TREATY, "https://a.example/1", TREATY, "- Both want it", *FISH, WIND, *STORM],
        [*FISH, TREATY, "https://a.example/1", TREATY, "- Both want it", *STORM, WIND],
        ["https://a.example/1", TREATY, *FISH, "https://a.example/2", WIND, *STORM],
        [*FURNITURE, TREATY, "By Ann Lee", "3 Dec 2022", *FISH, WIND, "Advertisement", *STORM],
    ],
    ids=["before", "after", "outside", "between", "links", "links after", "links first", "noise"],
)
def test_a_text_goes_with_the_headline_whose_words_it_has(lines):
    found = parts(*lines)
    assert [(part.title, list(part.paragraphs)) for part in found] == [
        (TREATY, FISH),
        (WIND, STORM),
    ]


def test_a_subheading_parts_no_article():
    (part,) = parts(TREATY, *FISH[:2], "A larger quota", *FISH[2:])
    assert part.paragraphs == (*FISH[:2], "A larger quota", *FISH[2:])


def test_a_list_of_short_lines_is_no_list_of_articles():
    menu = ["Norway", "Iceland", "Mackerel", "Herring", "Harbours", "Weather"]
    assert len(parts(TREATY, *FISH, *menu)) == 1


def test_a_second_headline_above_the_same_text_is_a_standfirst():
    second = "Trawlers of both countries have quarrelled over mackerel since the quota of 2008"
    (part,) = parts(TREATY, "https://a.example/1", second, "• Both fleets want it", *FISH)
    assert part.title == TREATY
    assert part.standfirst == (second, "Both fleets want it")


def test_a_page_without_a_title_is_one_article_without():
    (part,) = parts(*FISH)
    assert (part.title, part.paragraphs) == ("", tuple(FISH))


def test_links_go_with_the_title_whose_words_they_have():
    first, second = parts(
        "https://a.example/norway-iceland-treaty", TREATY, *FISH,
        WIND, "https://a.example/storm-riga-harbour", *STORM,
    )  # fmt: skip
    assert first.url.endswith("treaty")
    assert second.url.endswith("harbour")


def test_lines_broken_at_a_width_are_paragraphs():
    wrapped = [line for paragraph in FISH for line in (*textwrap.wrap(paragraph, 40), "")]
    (part,) = parts(TREATY, "", *wrapped)
    assert list(part.paragraphs) == FISH
    assert set(roles(*wrapped)) == {"body"}


def test_a_sentence_goes_on_over_a_line_break():
    (part,) = parts("The envoys met in the harbour of Oslo to talk", "about the quota of mackerel.")
    assert part.paragraphs == (
        "The envoys met in the harbour of Oslo to talk about the quota of mackerel.",
    )


# ---- roles


def test_each_line_has_its_role():
    lines = [
        "Skip to main content", TREATY, "https://a.example/1", "By Ann Lee", "3 December 2022",
        "• Both fleets want it", *FISH[:2], "Advertisement", *FISH[2:], "Photo: Ann Lee / Agency",
    ]  # fmt: skip
    assert roles(*lines) == [
        "boilerplate", "title", "url", "byline", "date", "standfirst", "body", "body",
        "boilerplate", "body", "body", "body", "body", "boilerplate",
    ]  # fmt: skip
    (part,) = parts(*lines)
    assert (part.byline, part.date) == ("By Ann Lee", "3 December 2022")


def test_what_belongs_to_no_article_is_not_lost():
    assert roles("Share on Facebook", "https://a.example/1") == ["boilerplate", "unassigned"]
    assert page.split("\n \n") == page.Page([], [])


@given(
    st.lists(st.sampled_from([TREATY, WIND, *FISH, *STORM, *FURNITURE, "https://a.b/c", "- x", ""]))
)
def test_every_line_has_one_role_and_its_part(lines):
    found = page.split("\n".join(lines))
    assert [line.number for line in found.lines] == [n for n, line in enumerate(lines, 1) if line]
    for line in found.lines:
        assert (line.part == -1) == (line.role == "unassigned") or line.role == "boilerplate"
    for number, part in enumerate(found.parts):
        body = [line.text for line in found.lines if (line.part, line.role) == (number, "body")]
        assert list(part.paragraphs) == body
        assert body


@given(st.text(max_size=400))
def test_any_text_is_parted(text):
    found = page.split(text)
    assert len(found.lines) == sum(bool(line.strip()) for line in text.split("\n"))
