"""Adding files and pages: origin and checksum are kept, nothing twice, all or nothing."""

import csv
from pathlib import Path

import pytest

from analysis import adding, corpus, web
from analysis.errors import UserError


def manifest(folder: Path) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def sent(monkeypatch, kind: str, content: bytes) -> None:
    """What the web answers to the next addresses."""
    monkeypatch.setattr(web, "fetch", lambda url, **_: web.Page(url, kind, content))


# ---- files


def test_a_file_is_stored_once_with_its_checksum(tmp_path):
    source = tmp_path / "page.txt"
    source.write_text("Talks in Oslo end\nThe envoys met in Oslo.\n")
    (new,) = adding.add(str(source), tmp_path / "corpus")
    assert new.read_bytes() == source.read_bytes()
    (row,) = manifest(tmp_path / "corpus")
    assert (row["file"], row["origin"]) == ("page.txt", "file")
    before = contents(tmp_path / "corpus")
    assert adding.add(str(source), tmp_path / "corpus") == []
    assert contents(tmp_path / "corpus") == before
    assert len(corpus.read(tmp_path / "corpus")) == 1


def test_another_file_of_the_same_name_gets_its_own(tmp_path):
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "page.txt").write_text(f"Title {number}\nThe envoys met.\n")
        adding.add(str(folder), tmp_path / "corpus")
    assert [row["file"] for row in manifest(tmp_path / "corpus")] == ["page.txt", "page-2.txt"]


def test_a_folder_gives_the_files_that_are_read(tmp_path):
    (tmp_path / "source" / "deep").mkdir(parents=True)
    for name in ("a.txt", "deep/b.md", "c.mp3", "manifest.csv", ".hidden.txt"):
        (tmp_path / "source" / name).write_text(name)
    new = adding.add(str(tmp_path / "source"), tmp_path / "corpus")
    assert [path.name for path in new] == ["a.txt", "b.md"]


def test_the_rows_of_a_manifest_stay_as_they_were(tmp_path):
    target = tmp_path / "corpus"
    target.mkdir()
    (target / "old.txt").write_text("old")
    digest = corpus.digest(target / "old.txt")
    (target / "manifest.csv").write_text(f"file,note,sha256\nold.txt,mine,{digest}\n")
    (tmp_path / "new.txt").write_text("new")
    adding.add(str(tmp_path / "new.txt"), target)
    assert [(row["file"], row["note"]) for row in manifest(target)] == [
        ("old.txt", "mine"),
        ("new.txt", ""),
    ]


def test_all_is_stored_or_nothing(tmp_path, monkeypatch):
    source, target = tmp_path / "source", tmp_path / "corpus"
    source.mkdir()
    for name in ("a.txt", "b.txt"):
        (source / name).write_text(name)
    copy = adding.shutil.copyfile

    def failing(one, other):
        if one.name == "b.txt":
            other.write_text("half")
            raise OSError(28, "No space left on device")
        return copy(one, other)

    monkeypatch.setattr(adding.shutil, "copyfile", failing)
    with pytest.raises(OSError, match="No space left"):
        adding.add(str(source), target)
    assert not target.exists()


@pytest.mark.parametrize(
    ("name", "reason"),
    [("nowhere", "there is no file, folder or address"), ("a.mp3", "of a type that is not read")],
)
def test_what_cannot_be_added_is_one_line(tmp_path, name, reason):
    (tmp_path / "a.mp3").write_text("x")
    with pytest.raises(UserError, match=reason):
        adding.add(str(tmp_path / name), tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()


def test_a_corpus_that_is_a_file_is_one_line(tmp_path):
    (tmp_path / "page.txt").write_text("x")
    with pytest.raises(UserError, match="is a file; pages are added to a folder"):
        adding.add(str(tmp_path / "page.txt"), tmp_path / "page.txt")


# ---- pages


def test_a_page_is_stored_with_its_address_and_not_asked_for_again(tmp_path, monkeypatch):
    sent(monkeypatch, "text/html", b"<p>The envoys met.</p>")
    (new,) = adding.add("https://www.a.example/world/talks", tmp_path)
    assert new.name == "a-example-world-talks.html"
    (row,) = manifest(tmp_path)
    assert (row["origin"], row["url"]) == ("www.a.example", "https://www.a.example/world/talks")
    before = contents(tmp_path)
    sent(monkeypatch, "text/html", b"<p>Changed.</p>")
    assert adding.add("https://www.a.example/world/talks", tmp_path) == []
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("url", "kind", "name"),
    [
        ("https://a.example/talks.pdf", "application/pdf", "a-example-talks.pdf"),
        ("https://a.example/talks.aspx", "text/html", "a-example-talks-aspx.html"),
        ("https://a.example/../../etc/passwd", "text/plain", "a-example-etc-passwd.txt"),
        ("https://a.example/", "text/html", "a-example.html"),
        (f"https://a.example/{'x' * 500}", "text/html", f"a-example-{'x' * 90}.html"),
    ],
)
def test_file_names_are_sane(tmp_path, monkeypatch, url, kind, name):
    sent(monkeypatch, kind, b"content")
    assert [path.name for path in adding.add(url, tmp_path)] == [name]


def test_pages_that_differ_in_their_query_have_two_names(tmp_path, monkeypatch):
    for number in (1, 2):
        sent(monkeypatch, "text/html", b"page %d" % number)
        adding.add(f"https://a.example/talks?id={number}", tmp_path)
    names = [row["file"] for row in manifest(tmp_path)]
    assert len(set(names)) == 2
    assert all(name.startswith("a-example-talks-") for name in names)


def test_what_is_no_page_is_one_line(tmp_path, monkeypatch):
    sent(monkeypatch, "video/mp4", b"x")
    with pytest.raises(UserError, match="it is video/mp4, not a page, text or PDF"):
        adding.add("https://a.example/talks", tmp_path / "corpus")
    assert not (tmp_path / "corpus").exists()


# ---- what a stranger's names and links could do


@pytest.mark.parametrize(
    ("name", "stored"),
    [
        ("=HYPERLINK(1).txt", "HYPERLINK(1).txt"),
        ("@SUM.txt", "SUM.txt"),
        ("-+=.txt", "file.txt"),
        ("a\x1b]0;x\nb.txt", "a-]0;x-b.txt"),
    ],
)
def test_no_name_in_a_manifest_is_a_formula(tmp_path, name, stored):
    (tmp_path / name).write_text("The envoys met.")
    adding.add(str(tmp_path / name), tmp_path / "corpus")
    assert [row["file"] for row in manifest(tmp_path / "corpus")] == [stored]
    assert (tmp_path / "corpus" / stored).exists()


def test_no_origin_in_a_manifest_is_a_formula(tmp_path, monkeypatch):
    page = web.Page("http://=cmd.example/", "text/html", b"x")
    monkeypatch.setattr(web, "fetch", lambda *_, **__: page)
    adding.add("http://a.example/", tmp_path)
    assert [row["origin"] for row in manifest(tmp_path)] == ["cmd.example"]


@pytest.mark.parametrize("name", ["page.txt", ".manifest.csv.new"])
def test_links_in_a_corpus_lead_no_file_out_of_it(tmp_path, name):
    outside, target = tmp_path / "outside", tmp_path / "corpus"
    target.mkdir()
    (target / name).symlink_to(outside)
    (tmp_path / "page.txt").write_text("The envoys met.")
    adding.add(str(tmp_path / "page.txt"), target)
    assert not outside.exists()
    assert len(manifest(target)) == 1
