"""Scraped text becomes articles, and every line has a role."""

import csv
import hashlib
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import corpus
from analysis.errors import UserError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
KREMLIN = "kremlin-vladimir-putin-is-open-to-talks"
GREENLAND = "rubio-says-technical-talks-with-denmark-greenland"
TALKS = "The envoys met in Oslo to talk about the fishing treaty that both fleets want."
FLEETS = "Both fleets said that the treaty on fishing was close."
STORM = "A storm closed the harbour of Riga on Monday, the port said."


def page(folder: Path, *lines: str, name: str = "page.txt") -> Path:
    file = folder / name
    file.write_text("\n".join(lines), "utf-8")
    return file


# ---- the seed file


def test_the_seed_page_holds_its_two_articles():
    kremlin, greenland = corpus.read(SEEDS)
    assert (kremlin.id, greenland.id) == (KREMLIN, GREENLAND)
    assert kremlin.title == "Kremlin: Vladimir Putin is open to talks on Ukraine"
    assert kremlin.url == "https://arab.news/2ekaw"
    assert (kremlin.dateline, greenland.dateline) == ("MOSCOW", "WASHINGTON")
    assert [len(kremlin.standfirst), len(greenland.standfirst)] == [2, 1]
    assert [len(article.text.split("\n\n")) for article in (kremlin, greenland)] == [12, 13]
    assert kremlin.text.startswith("MOSCOW: President Vladimir Putin is open")
    assert kremlin.text.endswith("since the 1962 Cuban Missile Crisis.")
    assert greenland.text.startswith("WASHINGTON: Technical talks")
    assert greenland.text.endswith("Some made a lot more than this one.”")


def test_every_line_of_the_seed_page_is_assigned():
    (file,) = SEEDS.glob("*.txt")
    lines = corpus.audit(SEEDS)
    written = [line.strip() for line in file.read_text("utf-8-sig").splitlines()]
    assert sorted(line.number for line in lines) == [n for n, line in enumerate(written, 1) if line]
    assert {line.article_id for line in lines} == {KREMLIN, GREENLAND}
    assert {line.role for line in lines} == {"title", "url", "standfirst", "body"}


# ---- other pages


@pytest.mark.parametrize("body_first", [True, False])
def test_a_body_goes_with_the_title_that_shares_its_words(tmp_path, body_first):
    first, second = ["Fishing treaty is close", "https://a.example/1"], ["Storm shuts Riga harbour"]
    bodies = [[TALKS, FLEETS], [f"RIGA: {STORM}"]]
    lines = (
        [*bodies[0], *first, *bodies[1], *second]
        if body_first
        else [*first, *bodies[0], *second, *bodies[1]]
    )
    found = corpus.read(page(tmp_path, *lines))
    assert [article.title for article in found] == [
        "Fishing treaty is close",
        "Storm shuts Riga harbour",
    ]
    assert found[0].text == f"{TALKS}\n\n{FLEETS}"
    assert found[0].outlet == "a.example"


def test_offsets_count_in_plain_text(tmp_path):
    file = tmp_path / "page.txt"
    file.write_bytes("\ufeffA title\r\n\r\nThe\u00a0envoy said: “No.\u200b”\r\n".encode())
    assert corpus.read(file)[0].text == "The envoy said: “No.”"


def test_a_file_that_is_not_as_the_manifest_has_it_is_refused(tmp_path):
    file = page(tmp_path, "A title", TALKS)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    with (tmp_path / "manifest.csv").open("w", newline="") as manifest:
        csv.writer(manifest).writerows([["file", "sha256"], ["page.txt", digest]])
    assert corpus.read(tmp_path)
    file.write_text("changed")
    with pytest.raises(UserError, match=r"page.txt is not what .*manifest.csv lists"):
        corpus.read(tmp_path)
    file.unlink()
    with pytest.raises(UserError, match="is listed and is not there"):
        corpus.read(tmp_path)


def test_articles_of_one_page_know_each_other_and_others_do_not():
    kremlin, greenland = corpus.read(SEEDS)
    assert (kremlin.page, greenland.page) == (greenland.text, kremlin.text)


def test_a_corpus_may_say_who_its_actors_are(tmp_path):
    page(tmp_path, "A title", "Ann Lee said that the talks were over.")
    (tmp_path / "actors.csv").write_text("name,actor,side\nAnn Lee,Ann Lee,Norway\n")
    (article,) = corpus.read(tmp_path)
    assert article.actors == (("Ann Lee", "Ann Lee", "Norway"),)
    assert list(analysis.annotate(article).side) == ["Norway"]
    (tmp_path / "actors.csv").write_text("name,actor\nAnn Lee,Ann Lee\n")
    with pytest.raises(UserError, match=r"actors.csv: column 'side' is missing"):
        corpus.read(tmp_path)


@pytest.mark.parametrize("content", ["", "\n \n", "https://a.example/1\n"])
def test_a_corpus_without_an_article_is_one_line(tmp_path, content):
    page(tmp_path, content)
    with pytest.raises(UserError, match="no article in"):
        corpus.read(tmp_path)


def test_bytes_that_are_no_text_are_named(tmp_path):
    (tmp_path / "page.txt").write_bytes(b"Caf\xe9 \x00\xff\xfe")
    with pytest.raises(UserError, match=r"page.txt: .*byte 3"):
        corpus.read(tmp_path)


def test_articles_come_in_the_order_asked_for_and_once():
    articles = [
        SimpleNamespace(id=name) for name in ("kremlin-talks", "greenland-deal", "un-speech")
    ]
    chosen = corpus.pick(articles, ["un-speech", "kremlin-talks", "un-speech"])
    assert [article.id for article in chosen] == ["un-speech", "kremlin-talks"]
    assert corpus.pick(articles, []) == articles


def test_an_unknown_id_names_the_near_ones():
    articles = [SimpleNamespace(id=name) for name in ("kremlin-talks", "greenland-deal")]
    with pytest.raises(
        UserError, match="no article has the id 'kremlin'; the nearest are: kremlin-talks"
    ):
        corpus.pick(articles, ["kremlin"])


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=12))
def test_any_text_is_read_or_refused_and_no_line_is_lost(tmp_path_factory, lines):
    file = page(tmp_path_factory.mktemp("any"), *lines)
    try:
        articles = corpus.read(file)
    except UserError:
        return
    assert all(article.text and article.id for article in articles)
    text = corpus.normalise(file.read_text("utf-8-sig"))
    assigned = {line.number for line in corpus.audit(file)}
    assert assigned <= {n for n, line in enumerate(text.split("\n"), 1) if line.strip()}
