"""Files become articles: every line has a role, and what can't be read is named."""

import csv
import hashlib
import json
import os
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analysis
from analysis import corpus, labels
from analysis.articles import Article
from analysis.decoding import normalise
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
    assert kremlin.id.startswith(f"{KREMLIN}-")
    assert greenland.id.startswith(f"{GREENLAND}-")
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
    assert {line.article_id for line in lines} == {article.id for article in corpus.read(SEEDS)}
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


def test_the_articles_of_an_archive_do_not_keep_each_other(monkeypatch):
    monkeypatch.setattr("analysis.articles.SIBLINGS", 1)
    assert [article.page for article in corpus.read(SEEDS)] == ["", ""]


def test_a_corpus_may_say_who_its_actors_are(tmp_path):
    page(tmp_path, "A title", "Ann Lee said that the talks were over.")
    (tmp_path / "actors.csv").write_text("name,actor,side\nAnn Lee,Ann Lee,Norway\n")
    (article,) = corpus.read(tmp_path)
    assert article.actors == (("Ann Lee", "Ann Lee", "Norway"),)
    assert list(analysis.annotate(article).side) == ["Norway"]
    (tmp_path / "actors.csv").write_text("name,actor\nAnn Lee,Ann Lee\n")
    with pytest.raises(UserError, match=r"actors.csv: column 'side' is missing"):
        corpus.read(tmp_path)


@pytest.mark.parametrize("content", ["", "\n \n", "https://a.example/1\n", "#"])
def test_a_corpus_without_an_article_is_one_line(tmp_path, content):
    page(tmp_path, content)
    with pytest.raises(UserError, match=r"no article in .*: page.txt: "):
        corpus.read(tmp_path)


def test_an_empty_folder_is_one_line(tmp_path):
    with pytest.raises(UserError, match="no article in .*holds no file with text of a type"):
        corpus.read(tmp_path)
    with pytest.raises(UserError, match="there is no corpus at "):
        corpus.read(tmp_path / "nowhere")


# ---- what is known of an article


def test_a_line_tells_date_and_author(tmp_path):
    lines = ("Fishing treaty is close", "By Ann Lee", "3 December 2022", f"OSLO: {TALKS}", FLEETS)
    (article,) = corpus.read(page(tmp_path, *lines))
    assert (article.author, article.dateline) == ("Ann Lee", "OSLO")
    assert (article.published, article.published_from) == ("2022-12-03", "line 3")


def test_an_address_tells_date_and_outlet(tmp_path):
    url = "https://www.paper.example/2022/12/03/treaty"
    (article,) = corpus.read(page(tmp_path, "Fishing treaty is close", url, TALKS, FLEETS))
    assert (article.outlet, article.published, article.published_from) == (
        "paper.example",
        "2022-12-03",
        "url",
    )


def test_a_dateline_tells_the_date_only_with_its_year(tmp_path):
    for dateline, day in (("OSLO, Dec. 3 2022 —", "2022-12-03"), ("OSLO, Dec. 3 —", "")):
        (article,) = corpus.read(page(tmp_path, "A treaty is close", f"{dateline} {TALKS}", FLEETS))
        assert (article.published, article.dateline) == (day, "OSLO")


def test_a_row_tells_what_its_columns_tell(tmp_path):
    row = {"title": "Talks", "text": f"Talks\n\n{TALKS}", "url": "https://paper.example/1"}
    row |= {"date": "2022-12-03", "author": "Ann Lee", "desk": "world"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row))
    (article,) = corpus.read(tmp_path)
    assert (article.title, article.text, article.author) == ("Talks", TALKS, "Ann Lee")
    assert (article.outlet, article.published_from) == ("paper.example", "column")
    assert article.metadata == {"desk": "world"}
    assert {(line.number, line.role) for line in corpus.audit(tmp_path)} == {
        (1, role) for role in ("title", "url", "date", "byline", "body")
    }


def test_entities_are_normalised_as_all_text_is(tmp_path):
    (tmp_path / "a.md").write_text("# A&nbsp;title\n\nThe&nbsp;envoy&#8203;s met in Oslo.\n")
    (article,) = corpus.read(tmp_path)
    assert (article.title, article.text) == ("A title", "The envoys met in Oslo.")


def test_the_manifest_tells_the_address_of_a_page_that_does_not(tmp_path):
    html = f"<html><body><article><h1>Treaty</h1><p>{TALKS} {FLEETS}</p></article></body></html>"
    (tmp_path / "a.html").write_text(html)
    digest = corpus.digest(tmp_path / "a.html")
    (tmp_path / "manifest.csv").write_text(
        f"file,url,sha256\na.html,https://paper.example/x,{digest}\n"
    )
    (article,) = corpus.read(tmp_path)
    assert (article.url, article.outlet) == ("https://paper.example/x", "paper.example")


def test_nothing_is_guessed(tmp_path):
    (article,) = corpus.read(page(tmp_path, "Fishing treaty is close", TALKS))
    told = (article.url, article.outlet, article.author, article.published, article.published_from)
    assert told == ("",) * 5


# ---- ids


def test_an_id_is_that_of_the_article_and_nothing_else(tmp_path):
    for folder, name in (("a", "page.txt"), ("b", "other.txt")):
        (tmp_path / folder).mkdir()
        page(tmp_path / folder, "Fishing treaty is close", TALKS, name=name)
    page(tmp_path / "b", "Storm shuts Riga harbour", STORM)
    (alone,) = corpus.read(tmp_path / "a")
    assert alone.id in {article.id for article in corpus.read(tmp_path / "b")}


def test_two_articles_of_one_title_have_two_ids(tmp_path):
    rows = [{"title": "Statement", "text": text} for text in (TALKS, STORM)]
    (tmp_path / "a.json").write_text(json.dumps(rows))
    assert len({article.id for article in corpus.read(tmp_path)}) == 2


def test_a_repeat_is_read_once_and_reported(tmp_path):
    for name in ("a.txt", "b.txt"):
        page(tmp_path, "Fishing treaty is close", TALKS, name=name)
    found = corpus.load(tmp_path)
    assert len(found.articles) == 1
    assert [str(repeat) for repeat in found.repeats] == [
        f"b.txt, line 1: repeats {found.articles[0].id} of a.txt"
    ]


# ---- what can't be read


def test_a_refused_item_never_stops_the_rest(tmp_path):
    page(tmp_path, "Fishing treaty is close", TALKS)
    (tmp_path / "binary.txt").write_bytes(bytes(range(32)) * 9)
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "rows.jsonl").write_text(json.dumps({"text": STORM}) + "\n{broken\n")
    with pytest.warns(corpus.RefusedItem) as said:
        articles = corpus.read(tmp_path)
    assert [article.text for article in articles] == [TALKS, STORM]
    assert [str(warning.message).partition(": ")[0] for warning in said] == [
        "binary.txt",
        "empty.txt",
        "rows.jsonl, line 2",
    ]


def test_unknown_types_are_named_and_own_files_are_not(tmp_path):
    page(tmp_path, "Fishing treaty is close", TALKS)
    for name in ("talk.mp3", "README.md", "moves.csv", ".hidden.txt"):
        (tmp_path / name).write_text("x")
    (tmp_path / "labels.csv").write_text(",".join(labels.COLUMNS))
    assert corpus.load(tmp_path).unread == ["talk.mp3: of a type that is not read"]
    for number in range(20):
        (tmp_path / f"{number}.mp3").write_text("x")
    assert corpus.report(corpus.load(tmp_path)) == [
        "not read: 21 × .mp3: of a type that is not read"
    ]


def test_the_files_of_a_saved_page_are_no_articles(tmp_path):
    html = f"<html><body><article><h1>Treaty</h1><p>{TALKS} {FLEETS}</p></article></body></html>"
    (tmp_path / "page_files").mkdir()
    for name in ("page.html", "page_files/frame.html"):
        (tmp_path / name).write_text(html)
    found = corpus.load(tmp_path)
    assert len(found.articles) == 1
    assert found.unread == ["page_files/frame.html: part of a saved page"]


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    page(inside, "Fishing treaty is close", TALKS)
    secret = page(outside, "A secret", STORM)
    (inside / "link.txt").symlink_to(secret)
    (inside / "folder").symlink_to(outside)
    os.mkfifo(inside / "pipe.txt")
    found = corpus.load(inside)
    assert [article.text for article in found.articles] == [TALKS]
    assert found.unread == [
        "folder: a link that leads out of the folder",
        "link.txt: a link that leads out of the folder",
        "pipe.txt: no regular file",
    ]


def test_links_in_a_circle_are_listed(tmp_path):
    page(tmp_path, "Fishing treaty is close", TALKS)
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "loop").symlink_to(".")
    found = corpus.load(tmp_path)
    assert [article.text for article in found.articles] == [TALKS]
    assert found.unread == ["loop: a link to a folder", "loop.txt: no regular file"]


@pytest.mark.parametrize("name", sorted(corpus.OWN))
@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda file: file.symlink_to("/dev/zero"), "is a link that leads out of the folder"),
        (lambda file: file.symlink_to(file.name), "is no regular file"),
        (os.mkfifo, "is no regular file"),
        (os.mkdir, "is no regular file"),
        (lambda file: file.write_bytes(b"x" * (corpus.OWN_BYTES + 1)), "is larger than 20 MB"),
    ],
    ids=["device", "circle", "pipe", "folder", "large"],
)
def test_what_a_corpus_says_of_itself_is_a_file_of_its_own(tmp_path, name, make, reason):
    page(tmp_path, "Fishing treaty is close", TALKS)
    make(tmp_path / name)
    with pytest.raises(UserError, match=f"{name} {reason}"):
        corpus.load(tmp_path)


def test_a_file_is_found_by_the_name_that_its_articles_have(tmp_path):
    """Names on disks are bytes: controls, and what is in no encoding, are shown by number."""
    source = page(tmp_path, "Fishing treaty is close", TALKS)
    odd = source.rename(tmp_path / os.fsdecode(b"caf\xe9\x1b]0;x.txt"))
    (article,) = corpus.read(tmp_path)
    assert article.source_file == r"caf\udce9\x1b]0;x.txt"
    assert corpus.by_name(tmp_path) == {article.source_file: odd}


def test_a_title_of_a_megabyte_is_refused_and_the_rest_read(tmp_path):
    rows = [{"title": "Talks " * 200_000, "text": TALKS}, {"title": "A storm", "text": STORM}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = corpus.load(tmp_path)
    assert [article.title for article in found.articles] == ["A storm"]
    assert list(map(str, found.refusals)) == [
        "a.jsonl, line 1: its title has more than 5,000 characters"
    ]


def test_half_characters_are_left_out_of_every_field(tmp_path):
    row = r"""{"title": "\ud800Talks", "author": ["\udfffAnn"], "text": "Both met\ud800.", "\ud800k": "\udc00v"}"""
    (tmp_path / "a.jsonl").write_text(row)
    (article,) = corpus.read(tmp_path)
    assert repr(article).encode("utf-8")
    assert (article.title, article.author, article.text) == ("Talks", "Ann", "Both met.")
    assert {**article.metadata} == {"k": "v"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("file,sha256\n../x.txt,0\n", "lies outside the folder"),
        ("file,sha256\na\0.txt,0\n", "lies outside the folder"),
        ("file\nx.txt\n", "each row needs a file and its sha256"),
    ],
)
def test_a_broken_manifest_is_one_line(tmp_path, content, reason):
    page(tmp_path, "Fishing treaty is close", TALKS)
    (tmp_path / "manifest.csv").write_text(content)
    with pytest.raises(UserError, match=reason):
        corpus.read(tmp_path)


def test_columns_are_those_of_the_settings(tmp_path):
    for name, column in (("a.csv", "words"), ("b.csv", "speech")):
        (tmp_path / name).write_text(f'{column},text\n"{TALKS} {name}",x\n')
    settings = '[columns]\ntext = "words"\n[files."b.csv"]\ntext = "speech"\n'
    (tmp_path / "corpus.toml").write_text(settings)
    assert [article.text[-5:] for article in corpus.read(tmp_path)] == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ("[columns", "can't be read"),
        ("[column]", "unknown table"),
        ('[columns]\nbody = "x"', "needed are a field"),
        ("[columns]\ntext = 7", "needed are a field"),
        ("columns = 7", "no table of field = column"),
        ("files = 7", "no table of field = column"),
    ],
)
def test_broken_settings_are_one_line(tmp_path, settings, reason):
    page(tmp_path, "Fishing treaty is close", TALKS)
    (tmp_path / "corpus.toml").write_text(settings)
    with pytest.raises(UserError, match=rf"corpus.toml: .*{reason}"):
        corpus.read(tmp_path)


def test_streaming_gives_the_articles_of_reading(tmp_path):
    rows = "".join(json.dumps({"title": f"T {n}", "text": f"{n} {TALKS}"}) + "\n" for n in range(5))
    (tmp_path / "a.jsonl").write_text(rows + "{\n")
    with pytest.warns(corpus.RefusedItem, match="a.jsonl, line 6"):
        streamed = list(analysis.stream(tmp_path))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = analysis.read(tmp_path)
    assert [replace(article, copy_of="") for article in read] == streamed


# ---- choosing


def articles() -> list[Article]:
    names = ("kremlin-talks-aaaaaa", "greenland-deal-bbbbbb", "un-speech-cccccc")
    return [Article(name, name, name) for name in names]


def test_articles_come_in_the_order_asked_for_and_once():
    chosen = corpus.pick(articles(), ["un", "kremlin-talks", "un-speech-cccccc"])
    assert [article.id[:5] for article in chosen] == ["un-sp", "kreml"]
    assert corpus.pick(articles()) == articles()


def test_an_unknown_id_names_the_near_ones():
    with pytest.raises(
        UserError, match="no article has the id 'kremlin-putin'; the nearest are: kremlin-talks"
    ):
        corpus.pick(articles(), ["kremlin-putin"])


def test_a_beginning_of_two_ids_names_both():
    two = [*articles(), Article("un-vote-dddddd", "", "")]
    with pytest.raises(
        UserError, match="2 articles' ids begin with 'un': un-speech-cccccc, un-vote"
    ):
        corpus.pick(two, ["un"])


def test_what_does_not_count_is_left_out_unless_named():
    first, second, third = articles()
    given = [first, replace(second, language="fr"), replace(third, copy_of=first.id)]
    assert corpus.pick(given) == [first]
    assert corpus.pick(given, ["all"]) == given
    assert corpus.pick(given, ["greenland"]) == [given[1]]
    assert corpus.counted(given[2:]) == (given[2:], [])  # its original is not there
    with pytest.raises(UserError, match=r"no article counts: .* not English \(fr\)"):
        corpus.pick(given[1:2])


def test_annotating_leaves_out_what_does_not_count():
    first, second, _ = articles()
    given = [replace(first, text="Russia rejected it."), replace(second, language="fr")]
    with pytest.warns(UserWarning, match=r"greenland-deal-bbbbbb is left out: not English \(fr\)"):
        statements = analysis.annotate(given)
    assert set(statements.article_id) == {first.id}
    assert set(analysis.annotate(given, every=True).article_id) == {first.id, second.id}


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=12))
def test_any_text_is_read_or_refused_and_no_line_is_lost(tmp_path_factory, lines):
    file = page(tmp_path_factory.mktemp("any"), *lines)
    found = corpus.load(file)
    assert all(article.text and article.id for article in found.articles)
    text = normalise(file.read_text("utf-8-sig"))
    is_whole = not (found.refusals and not found.lines)  # or the file is refused
    assert not is_whole or sorted(line.number for line in found.lines) == [
        n for n, line in enumerate(text.split("\n"), 1) if line.strip()
    ]


def test_a_corpus_may_add_to_the_word_lists(tmp_path):
    page(tmp_path, "A title", "The harbour of Oslo will mothball the ferry.")
    assert list(analysis.annotate(corpus.read(tmp_path)).moves) == [()]
    (tmp_path / "moves.csv").write_text("phrase,move\nmothball,concession\n")
    (article,) = corpus.read(tmp_path)
    assert list(analysis.annotate(article).moves) == [("concession",)]
    (tmp_path / "moves.csv").write_text("phrase,move\nmothball,surrender\n")
    with pytest.raises(UserError, match=r"moves.csv, line 2: move 'surrender' is none of"):
        corpus.read(tmp_path)
