"""Each format becomes records; what is broken in it is refused with line and reason."""

import csv
import gzip
import io
import json
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import docx
import pyarrow
import pyarrow.parquet
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import documents, formats
from analysis.formats import Record, Refusal

TALKS = "The envoys met in Oslo to talk about the fishing treaty that both fleets want."
FLEETS = "Both fleets said that the treaty on fishing was close, and “closer than ever”."
HTML = f"""<!doctype html><html lang="en"><head><title>Talks in Oslo end | The Paper</title>
<meta property="og:title" content="Talks in Oslo end"><meta name="author" content="Ann Lee">
<meta property="og:site_name" content="The Paper">
<meta property="article:published_time" content="2022-12-03T10:00:00Z">
<link rel="canonical" href="https://paper.example/world/talks"></head><body>
<nav><a href="/">Home</a></nav><article><h1>Talks in Oslo end</h1>
<p>{TALKS} {FLEETS}</p><p>{FLEETS} It said so on Monday &amp; on Tuesday.</p></article>
<footer>Copyright 2024. Subscribe to our newsletter.</footer></body></html>"""


def found(path: Path, **named: str) -> list[Record | Refusal]:
    return list(formats.records(path, path.name, named))


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    content = content.encode() if isinstance(content, str) else content
    path.write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
    return path


def refusals(path: Path, **named: str) -> list[str]:
    return [str(item) for item in found(path, **named) if isinstance(item, Refusal)]


def texts(record: Record) -> list[str]:
    return [text for _, text in record.lines]


# ---- text


@pytest.mark.parametrize("name", ["page.txt", "page.TXT", "page.txt.gz"])
def test_plain_text_is_a_page_of_lines(tmp_path, name):
    (record,) = found(write(tmp_path, name, f"\ufeffA title\r\n\r\n{TALKS}\r\n"))
    assert record.parting == "page"
    assert record.lines == [(1, "A title"), (2, ""), (3, TALKS), (4, "")]


def test_html_named_txt_is_refused(tmp_path):
    assert refusals(write(tmp_path, "page.txt", HTML)) == [
        "page.txt: HTML by its content, not text; name it .html"
    ]


def test_a_page_on_one_line_of_100_mb_is_refused(tmp_path):
    path = tmp_path / "page.txt"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    assert refusals(path) == [
        "page.txt: larger than 50 MB; tables of articles (.jsonl) may be larger"
    ]
    write(tmp_path, "page.txt", "words " * 200_000)
    assert refusals(path) == [
        "page.txt, line 1: a line of more than 1,000,000 characters is no paragraph"
    ]


# ---- Markdown


def test_front_matter_tells_what_an_article_is(tmp_path):
    head = "---\ntitle: Talks end\ndate: 2022-12-03\nauthor: [Ann Lee, Bo Ek]\ntags: x\n---\n"
    (record,) = found(
        write(tmp_path, "a.md", f"{head}\n## Oslo\n\n{TALKS}\n**Both** [fleets](u).\n")
    )
    assert record.parting == "one"
    assert record.fields == {
        "title": "Talks end",
        "date": "2022-12-03",
        "author": "Ann Lee, Bo Ek",
        "date_from": "front matter",
    }
    assert record.metadata == {"tags": "x"}
    assert record.lines == [(8, "Oslo"), (10, f"{TALKS} Both fleets.")]


def test_each_first_heading_opens_an_article(tmp_path):
    text = f"# One\n\n{TALKS}\n\n## Part\n\n{FLEETS}\n\n# Two\n\n{FLEETS}\n"
    one, two = found(write(tmp_path, "a.md", text))
    assert (one.fields["title"], two.fields["title"]) == ("One", "Two")
    assert texts(one) == ["One", TALKS, "Part", FLEETS]


def test_markdown_without_a_heading_is_a_page(tmp_path):
    (record,) = found(write(tmp_path, "a.md", f"A title\n\n{TALKS}\n"))
    assert (record.parting, texts(record)) == ("page", ["A title", TALKS])


@pytest.mark.parametrize("front", ["a: [", "a: !!python/object:os.system x", "date: 2022-99-99"])
def test_broken_front_matter_is_refused(tmp_path, front):
    (line,) = refusals(write(tmp_path, "a.md", f"---\n{front}\n---\n{TALKS}\n"))
    assert line.startswith("a.md: front matter: ")


def test_markdown_that_would_take_too_long_is_refused(tmp_path):
    (line,) = refusals(write(tmp_path, "a.md", "![[" * 100_000))
    assert "without a blank line" in line


@pytest.mark.parametrize("head", ["k: [a, b]\n" * 20_000, "x: " + "[" * 100_001])
def test_long_front_matter_is_refused(tmp_path, head):
    (line,) = refusals(write(tmp_path, "a.md", f"---\n{head}\n---\n\n{TALKS}\n"))
    assert line == "a.md: front matter of more than 100,000 characters"


def test_front_matter_makes_no_object(tmp_path):
    head = f"title: !!python/object/apply:os.system ['touch {tmp_path}/owned']"
    (line,) = refusals(write(tmp_path, "a.md", f"---\n{head}\n---\n\n{TALKS}\n"))
    assert "could not determine a constructor for the tag" in line
    assert not (tmp_path / "owned").exists()


def test_a_yaml_bomb_does_nothing(tmp_path):
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{b}: &{b} [*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a},*{a}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    (record,) = found(write(tmp_path, "a.md", f"---\ntitle: T\n{bomb}---\n{TALKS}\n"))
    assert texts(record) == [TALKS]


# ---- HTML


@pytest.mark.parametrize("name", ["page.html", "page.htm"])
def test_a_saved_page_gives_its_article_and_what_it_tells(tmp_path, name):
    (record,) = found(write(tmp_path, name, HTML))
    assert record.fields == {
        "title": "Talks in Oslo end",
        "author": "Ann Lee",
        "url": "https://paper.example/world/talks",
        "outlet": "The Paper",
        "date": "2022-12-03",
        "date_from": "page markup",
        "language": "en",
    }
    assert texts(record)[-1] == f"{FLEETS} It said so on Monday & on Tuesday."
    assert not any("newsletter" in text or "Home" in text for text in texts(record))


def test_a_page_is_read_in_the_encoding_it_declares(tmp_path):
    page = HTML.replace("<head>", '<head><meta charset="windows-1252">')
    (record,) = found(write(tmp_path, "a.html", page.encode("cp1252")))
    assert "“closer than ever”" in texts(record)[-1]


def test_a_page_saved_as_utf8_is_that_whatever_it_declares(tmp_path):
    page = HTML.replace("<head>", '<head><meta charset="iso-8859-1">')
    (record,) = found(write(tmp_path, "a.html", page))
    assert "“closer than ever”" in texts(record)[-1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "empty"),
        ("no tag in it", "not HTML"),
        ("<html><body></body></html>", "no article"),
        (b"%PDF-1.7", "a PDF file by its content"),
        (b"\x00\x01\x02<html>", "binary"),
    ],
)
def test_what_is_no_page_is_refused(tmp_path, content, reason):
    (line,) = refusals(write(tmp_path, "a.html", content))
    assert line.startswith("a.html: ")
    assert reason in line


# ---- Word


def word(path: Path, *paragraphs: tuple[str, str]) -> Path:
    document = docx.Document()
    for style, text in paragraphs:
        document.add_paragraph(text, style or None)
    document.save(path)
    return path


def test_a_word_file_is_an_article_with_its_title(tmp_path):
    path = word(tmp_path / "a.docx", ("Title", "Talks end"), ("", "By Ann Lee"), ("", TALKS))
    (record,) = found(path)
    assert (record.fields["title"], record.parting) == ("Talks end", "one")
    assert record.lines == [(1, "Talks end"), (2, "By Ann Lee"), (3, TALKS)]


def test_a_word_file_of_headings_holds_several_articles(tmp_path):
    parts = [("Heading 1", "One"), ("", TALKS), ("Heading 1", "Two"), ("", FLEETS)]
    assert [r.fields["title"] for r in found(word(tmp_path / "a.docx", *parts))] == ["One", "Two"]


def test_a_word_file_without_headings_is_a_page(tmp_path):
    (record,) = found(word(tmp_path / "a.docx", ("", "Talks end"), ("", TALKS)))
    assert (record.parting, texts(record)) == ("page", ["Talks end", TALKS])


def test_the_cells_of_a_word_table_are_read(tmp_path):
    document = docx.Document()
    document.add_table(1, 2).rows[0].cells[1].text = TALKS
    document.save(tmp_path / "a.docx")
    (record,) = found(tmp_path / "a.docx")
    assert texts(record) == [TALKS]


def test_a_zip_bomb_is_refused(tmp_path):
    path = word(tmp_path / "a.docx", ("", TALKS))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.png", b"\0" * 250_000_000)
    assert path.stat().st_size < 1_000_000
    assert refusals(path) == ["a.docx: unpacks to more than 200 MB"]


@pytest.mark.parametrize(
    "entities",
    [
        '<!ENTITY e SYSTEM "file://{secret}">',
        '<!ENTITY a "ha"><!ENTITY e "'.replace("ha", "ha" * 1000) + "&a;" * 100_000 + '">',
    ],
    ids=["of another file", "a bomb"],
)
def test_entities_of_a_word_file_are_not_followed(tmp_path, entities):
    (tmp_path / "secret").write_text("a secret")
    path = word(tmp_path / "plain.docx", ("", TALKS), ("", "HERE"))
    with zipfile.ZipFile(path) as plain, zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        for member in plain.namelist():
            content = plain.read(member)
            if member == "word/document.xml":
                head = f"<!DOCTYPE x [{entities.format(secret=tmp_path / 'secret')}]>"
                content = content.replace(b"<w:document", head.encode() + b"<w:document", 1)
                content = content.replace(b"HERE", b"&e;")
            archive.writestr(member, content)
    (item,) = formats.records(tmp_path / "a.docx", "a.docx", {})
    assert isinstance(item, Refusal) or texts(item) in ([TALKS], [TALKS, "&e;"])
    assert not (tmp_path / "word").exists()


def test_members_of_a_zip_lead_nowhere(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    with zipfile.ZipFile(word(folder / "a.docx", ("", TALKS)), "a") as archive:
        archive.writestr("../../owned", "x")
        archive.writestr("/tmp/demarche-owned", "x")
    assert texts(*found(folder / "a.docx")) == [TALKS]
    assert [path.name for path in tmp_path.rglob("*")] == ["in", "a.docx"]
    assert not Path("/tmp/demarche-owned").exists()


@pytest.mark.parametrize("content", [b"words", b"PK\x03\x04 cut"])
def test_what_is_no_word_file_is_refused(tmp_path, content):
    (line,) = refusals(write(tmp_path, "a.docx", content))
    assert line.startswith("a.docx: not a Word file")


def test_a_zip_of_other_things_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("x.txt", "x")
    (line,) = refusals(tmp_path / "a.docx")
    assert line.startswith("a.docx: broken: ")


# ---- PDF


LAYOUTS = {
    "spaced": "#set par(justify: true)",
    "indented": "#set par(justify: true, first-line-indent: 1.5em, spacing: 0.65em)",
    "ragged": "#set text(hyphenate: false)",
    "in columns": "#set page(columns: 2)\n#set par(justify: true)",
}
LONG = " ".join(
    f"The envoy of country number {n} said that negotiations about fishing had been extraordinarily difficult."
    for n in range(8)
)


def portable(folder: Path, source: str) -> Path:
    (folder / "a.typ").write_text(source, "utf-8")
    typst.compile(str(folder / "a.typ"), output=str(folder / "a.pdf"))
    return folder / "a.pdf"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_paragraphs_of_a_pdf_are_put_together(tmp_path, layout):
    paragraphs = [LONG, TALKS, f"{FLEETS} {LONG}", "A short one.", LONG]
    source = '#set page(numbering: "1", height: 14cm)\n#set text(lang: "en")\n'
    source += f"{LAYOUTS[layout]}\n= Talks in Oslo end\n\n" + "\n\n".join(paragraphs)
    (record,) = found(portable(tmp_path, source))
    letters = ["".join(filter(str.isalnum, text)) for text in texts(record)]
    assert letters == [
        "".join(filter(str.isalnum, text)) for text in ("Talks in Oslo end", *paragraphs)
    ]
    assert record.parting == "one"


def test_a_pdf_without_text_is_refused(tmp_path):
    assert refusals(portable(tmp_path, "#rect()")) == [
        "a.pdf: no text in it: a scanned page needs text recognition (OCR) first"
    ]


def test_a_pdf_of_many_pages_is_refused(tmp_path):
    path = portable(tmp_path, "#for n in range(501) [x #pagebreak()]")
    assert refusals(path) == ["a.pdf: more than 500 pages"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"words", "not a PDF"), (b"%PDF-1.7\n1 0 obj <<", "broken, or cut short")],
)
def test_what_is_no_pdf_is_refused(tmp_path, content, reason):
    (line,) = refusals(write(tmp_path, "a.pdf", content))
    assert reason in line


def bomb(path: Path) -> Path:
    """A PDF of one page whose content unpacks to a gigabyte of text."""
    import zlib  # noqa: PLC0415

    packer = zlib.compressobj(9)
    line = b"BT /F1 9 Tf (" + b"words " * 1000 + b") Tj ET\n"
    packed = b"".join(packer.compress(line * 100) for _ in range(1600)) + packer.flush()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj\n%s\nendobj\n" % (n, content) for n, content in enumerate(objects, 1)
    )
    path.write_bytes(body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n")
    return path


def test_a_pdf_bomb_is_refused_and_the_next_file_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 10)
    (line,) = refusals(bomb(tmp_path / "a.pdf"))
    assert line.startswith("a.pdf: ")
    assert isinstance(found(write(tmp_path, "b.html", HTML))[0], Record)


def test_a_page_that_takes_too_long_is_refused_and_the_next_file_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(documents, "SECONDS", 2)  # jusText's time grows with a list's square
    path = write(tmp_path, "a.html", "<li>Talks began." * 40_000)
    assert refusals(path) == ["a.html: not read within 2 seconds"]
    monkeypatch.undo()
    assert isinstance(found(write(tmp_path, "b.html", HTML))[0], Record)


# ---- tables

ROWS = [
    {
        "Headline": "Talks end",
        "body": f"{TALKS}\n\n{FLEETS}",
        "pub_date": "2022-12-03",
        "desk": "world",
    },
    {"Headline": "A “second”, one", "body": FLEETS, "pub_date": "", "desk": ""},
]


def as_csv(rows: list[dict[str, str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def tables(folder: Path) -> dict[str, Path]:
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(ROWS), folder / "a.parquet")
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    return {
        "parquet": folder / "a.parquet",
        "csv": write(folder, "a.csv", as_csv(ROWS)),
        "csv with semicolons": write(folder, "b.csv", as_csv(ROWS, ";")),
        "csv in Windows-1252": write(folder, "c.csv", as_csv(ROWS).encode("cp1252")),
        "csv in UTF-16": write(folder, "d.csv", as_csv(ROWS).encode("utf-16")),
        "csv with a mark": write(folder, "e.csv", as_csv(ROWS).encode("utf-8-sig")),
        "csv.gz": write(folder, "a.csv.gz", as_csv(ROWS)),
        "tsv": write(folder, "a.tsv", as_csv(ROWS, "\t")),
        "json": write(folder, "a.json", json.dumps(ROWS)),
        "json in an object": write(
            folder, "b.json", json.dumps({"status": "ok", "articles": ROWS})
        ),
        "json.gz": write(folder, "a.json.gz", json.dumps(ROWS)),
        "jsonl": write(folder, "a.jsonl", lines),
        "jsonl.gz": write(folder, "a.jsonl.gz", lines),
        "ndjson": write(folder, "a.ndjson", lines),
    }


def test_every_table_gives_the_same_articles(tmp_path):
    for name, path in tables(tmp_path).items():
        first, second = found(path)
        assert first.fields == {
            "title": "Talks end",
            "date": "2022-12-03",
            "date_from": "column",
        }, name
        assert first.metadata == {"desk": "world"}, name
        assert texts(first) == [TALKS, FLEETS], name
        assert (second.fields, second.metadata) == ({"title": "A “second”, one"}, {}), name


def test_columns_may_be_named(tmp_path):
    rows = [{"occasion": "Talks", "words": TALKS, "text": "no"}]
    (record,) = found(write(tmp_path, "a.csv", as_csv(rows)), text="words", title="occasion")
    assert (record.fields, texts(record)) == ({"title": "Talks"}, [TALKS])
    assert refusals(write(tmp_path, "a.csv", as_csv(rows)), text="speech") == [
        "a.csv: no column 'speech', which corpus.toml names"
    ]


def test_a_table_without_a_text_column_is_refused(tmp_path):
    assert refusals(write(tmp_path, "a.csv", "year,country\n2017,NO\n")) == [
        "a.csv: no column for the text among year, country; name it in corpus.toml"
    ]


def test_values_of_other_types_become_text(tmp_path):
    row = {"title": ["One", "two"], "text": [TALKS, FLEETS], "year": 2022, "source": {"name": "P"}}
    (record,) = found(write(tmp_path, "a.json", json.dumps(row)))
    assert texts(record) == [TALKS, FLEETS]
    assert (record.fields["outlet"], record.metadata) == ("P", {"year": "2022"})
    table = pyarrow.Table.from_pylist([{"text": TALKS, "date": date(2022, 12, 3), "n": None}])
    pyarrow.parquet.write_table(table, tmp_path / "a.parquet")
    (record,) = found(tmp_path / "a.parquet")
    assert record.fields["date"] == "2022-12-03"


def test_a_broken_line_in_the_middle_is_refused_and_the_rest_read(tmp_path):
    good = json.dumps({"title": "T", "text": TALKS})
    lines = [good, '{"title": "T", "te', "", '{"title": "no text"}', '{"text": " "}', "7", good]
    path = write(tmp_path, "a.jsonl", "\n".join(lines))
    assert [r.line for r in found(path) if isinstance(r, Record)] == [1, 7]
    said = refusals(path)
    assert said[0].startswith("a.jsonl, line 2: broken JSON: ")
    assert said[1:] == [
        "a.jsonl, line 4: no column for the text among title; name it in corpus.toml",
        "a.jsonl, line 5: no text",
        "a.jsonl, line 6: not an object with named fields",
    ]


def test_a_row_that_does_not_fit_is_refused_and_the_rest_read(tmp_path):
    path = write(tmp_path, "a.csv", f"title,text\nA,{TALKS}\nB\nC,\nD,x,y\n,\n\nE,{TALKS}\n")
    assert [r.fields["title"] for r in found(path) if isinstance(r, Record)] == ["A", "E"]
    assert refusals(path) == [
        "a.csv, line 3: a row of 1 cells where the head has 2",
        "a.csv, line 4: no text",
        "a.csv, line 5: a row of 3 cells where the head has 2",
    ]


def test_a_quotation_mark_that_is_not_closed_swallows_nothing_in_silence(tmp_path):
    path = write(tmp_path, "a.csv", f'text\n"{TALKS}"\n"not closed\nrow\n')
    assert len(found(path)) == 2
    assert refusals(path) == ["a.csv, line 3: broken CSV: unexpected end of data"]


def test_rows_of_formats_without_lines_are_counted(tmp_path):
    rows = [{"text": TALKS}, {"text": ""}]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "a.parquet")
    assert refusals(tmp_path / "a.parquet") == ["a.parquet, row 2: no text"]
    assert refusals(write(tmp_path, "a.json", json.dumps(rows))) == ["a.json, item 2: no text"]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv"])
def test_a_line_of_100_mb_is_refused_and_the_rest_read(tmp_path, name):
    head = "text\n" if name == "a.csv" else ""
    row = f'"{TALKS}"\n' if name == "a.csv" else json.dumps({"text": TALKS}) + "\n"
    path = tmp_path / name
    with path.open("w") as file:
        file.write(head + row)
        for _ in range(100):
            file.write("x" * 1_000_000)
        file.write("\n" + row)
    assert len([r for r in found(path) if isinstance(r, Record)]) == 2
    assert refusals(path) == [
        f"{name}, line {2 + bool(head)}: a line of more than 10,000,000 characters"
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.json", "", "empty"),
        ("a.jsonl", "", "empty"),
        ("a.json", '{"text": "cut', "broken JSON"),
        ("a.json", '{"text": "a"}\n{"text": "b"}', "one object a line is .jsonl"),
        ("a.json", "7", "JSON without an article"),
        ("a.json", "[" * 100_000, "nested too deep"),
        ("a.jsonl", "[" * 100_000, "nested too deep"),
        ("a.jsonl", bytes(range(32)) * 9, "binary"),
        ("a.csv", "", "empty"),
        ("a.csv", '"text', "broken"),
        ("a.csv", b"PK\x03\x04.......", "a ZIP archive or Office file"),
        ("a.parquet", b"PAR1 cut", "broken Parquet"),
    ],
)
def test_broken_tables_are_refused(tmp_path, name, content, reason):
    (line,) = refusals(write(tmp_path, name, content))
    assert reason in line


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.csv.gz", "a.txt.gz", "a.json.gz"])
def test_broken_and_hostile_gzip_is_refused(tmp_path, name):
    path = tmp_path / name
    whole = gzip.compress(b"text\n" + b"words " * 10_000)
    for content in (b"no gzip", whole[:50]):
        path.write_bytes(content)
        assert any(isinstance(item, Refusal) for item in found(path)), content[:20]
    with gzip.open(path, "wb") as file:
        file.write(b"text\n")
        for _ in range(40):
            file.write(b"\n" * 1_000_000)
    assert any("unpacks to over 200 times its size" in line for line in refusals(path))


def test_a_parquet_bomb_is_refused(tmp_path):
    """A text of 9 MB that 200 rows hold, in a file of 2 kB."""
    texts = pyarrow.array([f"{TALKS} " * 100_000])
    rows = pyarrow.DictionaryArray.from_arrays(pyarrow.array([0] * 200), texts)
    pyarrow.parquet.write_table(
        pyarrow.table({"text": rows}), tmp_path / "a.parquet", compression="zstd"
    )
    assert (tmp_path / "a.parquet").stat().st_size < 10_000
    assert refusals(tmp_path / "a.parquet") == [
        "a.parquet: unpacks to over 200 times its size, which no text does"
    ]


def test_large_tables_are_streamed(tmp_path):
    """Twenty times the articles take no more memory: what is held is one line."""
    peaks = []
    for count in (200, 4000):
        path = tmp_path / "a.jsonl"
        with path.open("w") as file:
            for number in range(count):
                file.write(json.dumps({"title": f"T {number}", "text": f"{number} {LONG}"}) + "\n")
        tracemalloc.start()
        assert sum(isinstance(item, Record) for item in formats.records(path, "a", {})) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


words = st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), max_size=40)
cells = st.lists(st.tuples(words, words), min_size=1, max_size=6)


@settings(max_examples=50)
@given(cells)
def test_any_table_of_text_comes_back(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("table")
    rows = [{"title": title, "text": text} for title, text in rows]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    for path in (write(folder, "a.csv", as_csv(rows)), write(folder, "a.jsonl", lines)):
        items = found(path)
        expected = [bool(formats.normalise(row["text"]).strip()) for row in rows]
        # a row that is all blank is no row of a table
        kept = [
            e
            for e, row in zip(expected, rows, strict=True)
            if path.suffix != ".csv" or any(v.strip() for v in row.values())
        ]
        assert [isinstance(item, Record) for item in items] == kept


@settings(max_examples=100)
@given(
    st.binary(max_size=300),
    st.sampled_from(sorted({".txt", ".md", ".json", ".jsonl", ".csv", ".tsv", ".parquet"})),
)
def test_any_bytes_are_read_or_refused(tmp_path_factory, content, suffix):
    for item in found(write(tmp_path_factory.mktemp("any"), f"a{suffix}", content)):
        assert isinstance(item, (Record, Refusal))
