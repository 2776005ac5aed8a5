"""Requests, change detection, papermill runs, and outputs put in place whole."""

import json
import os
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from analysis import runs, store
from analysis.errors import UserError


@pytest.fixture
def request_(tmp_path) -> runs.Request:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text("Title\n\nText.")
    return runs.Request(corpus=corpus, out=tmp_path / "out")


def notebook(folder: Path, *sources: str) -> Path:
    parameters = new_code_cell("corpus: str = ''  # where", metadata={"tags": ["parameters"]})
    book = new_notebook(cells=[parameters, *map(new_code_cell, sources)])
    book.metadata["kernelspec"] = {
        "name": "python3",
        "display_name": "Python 3",
        "language": "python",
    }
    path = folder / "book.ipynb"
    nbformat.write(book, path)
    return path


# ---- what is asked for


def test_unknown_formats_are_refused(request_):
    with pytest.raises(UserError, match="no format 'docm'"):
        replace(request_, formats=("html", "docm"))
    with pytest.raises(UserError, match="FORMATS is empty"):
        replace(request_, formats=())


@pytest.mark.parametrize("name", ["corpus", "out", "title"])
def test_names_that_are_no_text_are_refused(request_, name):
    odd = os.fsdecode(b"caf\xe9")
    with pytest.raises(UserError, match=f"{name.upper()}: .*caf.* is not in UTF-8"):
        replace(request_, **{name: odd if name == "title" else Path(odd)})


def test_a_missing_corpus_is_one_line(tmp_path):
    with pytest.raises(UserError, match="there is no corpus at .*nowhere"):
        runs.require(tmp_path / "nowhere")


# ---- whether anything changed


def test_the_fingerprint_follows_inputs_and_request(request_):
    first = runs.fingerprint(request_)
    assert runs.fingerprint(request_) == first
    assert runs.fingerprint(replace(request_, title="Other")) != first
    (request_.corpus / "a.txt").write_text("Title\n\nOther text.")
    assert runs.fingerprint(request_) != first


def test_a_stamp_holds_only_while_its_files_are_as_written(tmp_path):
    made, stamp = tmp_path / "briefing.html", tmp_path / "stamp.json"
    made.write_text("whole")
    assert not runs.unchanged(stamp, "key")
    runs.write_stamp(stamp, "key", [made])
    assert runs.unchanged(stamp, "key")
    assert not runs.unchanged(stamp, "other key")
    made.write_text("touched")
    assert not runs.unchanged(stamp, "key")
    made.unlink()
    assert not runs.unchanged(stamp, "key")


@pytest.mark.parametrize("content", ["", "{", "[]", '{"key": "key"}'])
def test_a_broken_stamp_means_work(tmp_path, content):
    stamp = tmp_path / "stamp.json"
    stamp.write_text(content)
    assert not runs.unchanged(stamp, "key")
    assert runs.made_before(stamp) == []


def test_runs_of_two_corpora_or_two_outputs_share_no_folder(request_, tmp_path):
    folders = {
        runs.run_folder(request_),
        runs.run_folder(replace(request_, out=tmp_path / "other")),
        runs.run_folder(replace(request_, corpus=tmp_path)),
    }
    assert len(folders) == 3


# ---- running a notebook


def test_a_notebook_is_run_with_its_parameters(tmp_path):
    page = runs.Page("page", notebook(tmp_path, "print(corpus)"), {"corpus": "somewhere"})
    runs.execute(page, tmp_path / "executed.ipynb")
    executed = nbformat.read(tmp_path / "executed.ipynb", as_version=4)
    assert executed.cells[-1].outputs[0].text == "somewhere\n"


def test_braces_in_a_path_are_no_parameters(tmp_path):
    folder = tmp_path / "{corpus} {other} {{}}"
    folder.mkdir()
    page = runs.Page("page", notebook(folder, "print(corpus)"), {"corpus": "seeds"})
    runs.execute(page, folder / "out.ipynb")
    assert nbformat.read(folder / "out.ipynb", 4).cells[-1].outputs[0].text == "seeds\n"


def test_a_failing_cell_is_named(tmp_path):
    page = runs.Page("page", notebook(tmp_path, "x = 1", "1 / 0"), {})
    with pytest.raises(
        UserError, match=r"book.ipynb, cell 3: ZeroDivisionError: .* \(see .*executed"
    ):
        runs.execute(page, tmp_path / "executed.ipynb")


def test_a_users_failure_inside_a_notebook_reads_like_one_outside(tmp_path):
    raising = "from analysis.errors import UserError\nraise UserError('no such article')"
    page = runs.Page("page", notebook(tmp_path, raising), {})
    with pytest.raises(UserError, match=r"^book.ipynb, cell 2: no such article \(see "):
        runs.execute(page, tmp_path / "executed.ipynb")


def test_an_unknown_parameter_is_refused_before_a_kernel_starts(tmp_path):
    page = runs.Page("page", notebook(tmp_path), {"corpsu": "seeds"})
    with pytest.raises(UserError, match="has no parameter 'corpsu'; it has corpus"):
        runs.execute(page, tmp_path / "executed.ipynb")
    assert not (tmp_path / "executed.ipynb").exists()


# ---- progress and failures


def test_progress_in_a_log_is_plain_lines(capsys):
    pages = [runs.Page(name, Path(), {}) for name in ("briefing", "articles/a")]
    assert list(runs.progress(pages, "running notebooks", 2)) == pages
    assert capsys.readouterr().err.splitlines() == [
        "demarche: running notebooks: 1 of 2, briefing",
        "demarche: running notebooks: 2 of 2, articles/a",
    ]


def test_stamps_are_json(tmp_path):
    made = tmp_path / "x"
    made.write_text("")
    runs.write_stamp(tmp_path / "stamp.json", "key", [made])
    assert json.loads((tmp_path / "stamp.json").read_text())["files"] == {
        str(made.resolve()): runs.sha256(made)
    }


# ---- many notebooks at once


def test_all_pages_run_when_one_fails_and_the_failures_are_told_at_the_end(
    tmp_path, capsys, monkeypatch
):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))
    sources = {"good": "print(1)", "bad": "x = 1\n1 / 0", "last": "print(2)"}
    pages = []
    for name, source in sources.items():
        (tmp_path / name).mkdir()
        pages.append(runs.Page(name, notebook(tmp_path / name, source), {}))
    with (
        runs.surroundings(tmp_path),
        pytest.raises(UserError, match=r"^book.ipynb, cell 2: ZeroDivisionError"),
    ):
        runs.execute_all(pages, tmp_path / "out")
    for name, printed in (("good", "1\n"), ("last", "2\n")):
        executed = nbformat.read(tmp_path / "out" / f"{name}.ipynb", as_version=4)
        assert executed.cells[-1].outputs[0].text == printed
    said = capsys.readouterr().err
    assert "1 / 0" in said  # the traceback
    assert said.count("running notebooks: ") == 3


def test_only_pages_that_changed_run_again(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))

    def run(*pages: runs.Page) -> int:
        runs.execute_all(list(pages), tmp_path / "out")
        return capsys.readouterr().err.count("running notebooks")

    path = notebook(tmp_path, "print(corpus)")
    first, second = (runs.Page(name, path, {"corpus": name}, "text") for name in "ab")
    assert [run(first, second), run(first, second)] == [2, 0]
    assert run(replace(first, made_from="other text"), second) == 1
    assert run(replace(first, parameters={"corpus": "c"}), second) == 1
    (tmp_path / "out" / "b.ipynb").write_text("tampered with")
    assert run(second) == 0
    assert "tampered" not in (tmp_path / "out" / "b.ipynb").read_text()
    notebook(tmp_path, "print(corpus, corpus)")
    assert run(first, second) == 2


def test_a_failed_page_runs_again(tmp_path, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))
    page = runs.Page("page", notebook(tmp_path, "1 / 0"), {})
    for _ in range(2):
        with pytest.raises(UserError, match="ZeroDivisionError"):
            runs.execute_all([page], tmp_path / "out")


def test_a_kernel_that_dies_is_one_line(tmp_path, monkeypatch):
    monkeypatch.setenv(store.VARIABLE, str(tmp_path / "store"))
    page = runs.Page("page", notebook(tmp_path, "import os\nos.kill(os.getpid(), 9)"), {})
    with pytest.raises(UserError, match=r"^book.ipynb, cell 2: Kernel died \(see "):
        runs.execute_all([page], tmp_path / "out")


def test_a_run_that_is_not_finished_leaves_no_report_as_made_and_knows_all_its_files(tmp_path):
    stamp, earlier, new = (tmp_path / name for name in ("stamp.json", "earlier", "new"))
    earlier.write_text("")
    runs.write_stamp(stamp, "key", [earlier])
    runs.announce(stamp, [earlier, new])
    assert not runs.unchanged(stamp, "key")
    assert not runs.unchanged(stamp, "")
    assert set(runs.made_before(stamp)) == {earlier, new}
