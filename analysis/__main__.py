"""The command line beneath the Makefile: `report`, `site`, `articles`, `add`, `annotate`, …"""

import argparse
import io
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis import runs
from analysis.errors import UserError
from analysis.programs import say

if TYPE_CHECKING:
    from analysis.articles import Article

REFUSED = 3  # exit code: done, and something was refused (argparse takes 2)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeds, 1 with one line when it can't, 130 when interrupted.

    3 when it succeeds with what could be read, and something was refused.
    """
    options = parser().parse_args(arguments)
    if isinstance(sys.stdout, io.TextIOWrapper):  # a title may not be in the terminal's encoding
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        with warnings.catch_warnings():
            warnings.showwarning = told(warnings.showwarning)
            return options.command(options) or 0
    except UserError as error:
        say(str(error))
        return 1
    except OSError as error:
        where = error.filename or "while writing the output, to build/ or a temporary file"
        say(f"{error.strerror}: {where}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; no report is left half-made")
        return 130


def told(other: Callable[..., None]) -> Callable[..., None]:
    """How to show warnings: of what a user gave in a line, of the libraries' code as before."""

    def show(message: Warning, category: type[Warning], *where: Any) -> None:
        if issubclass(category, UserWarning):
            say(str(message))
        else:
            other(message, category, *where)

    return show


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    root = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = root.add_subparsers(required=True)
    report = commands.add_parser("report", help="turn articles into a briefing")
    report.set_defaults(command=report_command)
    report.add_argument("--articles", default="", help="ids, separated by spaces (all)")
    site = commands.add_parser("site", help="turn a corpus into a static site of briefings")
    site.set_defaults(command=site_command, articles="")
    docs = commands.add_parser("docs", help="render the documentation")
    docs.set_defaults(command=docs_command, corpus="reports/docs", articles="")
    for command in (report, site, docs):
        command.add_argument("--title", default="", help="the briefing's or the site's title")
        command.add_argument("--formats", default="html pdf", help="html, pdf and docx, or some")
        command.add_argument("--paper", default="a4", help="a4 or us-letter")
        command.add_argument("--renderer", default="", help="quarto or embedded")
        command.add_argument("--quarto", default="", help="path of Quarto's program")
        command.add_argument("--out", default="reports/_output", help="folder for the reports")
    articles = commands.add_parser("articles", help="list the articles of a corpus")
    articles.set_defaults(command=articles_command)
    articles.add_argument("--audit", default="", help="1: print each line and its role")
    add = commands.add_parser("add", help="store a file, a folder or a web page in a corpus")
    add.set_defaults(command=add_command)
    add.add_argument("--source", default="", help="file, folder or address (http, https)")
    annotate = commands.add_parser("annotate", help="write all statements of a corpus to Parquet")
    annotate.set_defaults(command=annotate_command)
    annotate.add_argument("--out", default="statements.parquet", help="file or address to write")
    archive = commands.add_parser("archive", help="write a corpus's statements and compare them")
    archive.set_defaults(command=archive_command)
    archive.add_argument("--out", default="reports/_output/archive", help="folder or address")
    archive.add_argument("--by", default="side", help="what is compared: a column, month or year")
    for command in (annotate, archive):
        command.add_argument("--workers", type=int, default=os.cpu_count(), help="processes")
        command.add_argument("--cluster", default="", help="tcp://… of a Dask scheduler, instead")
    for command in (report, site, articles, add, annotate, archive):
        command.add_argument("--corpus", default="seeds", help="folder or file with the articles")
    lab = commands.add_parser("lab", help="open JupyterLab on the notebooks")
    lab.set_defaults(command=lab_command)
    lab.add_argument("--port", default="", help="its port (the first free one from 8888)")
    notebooks = commands.add_parser("notebooks", help="run the notebooks and store their outputs")
    notebooks.set_defaults(command=notebooks_command)
    return root


def request(options: argparse.Namespace) -> runs.Request:
    """What the options ask for."""
    return runs.Request(
        corpus=Path(options.corpus),
        out=Path(options.out),
        articles=tuple(options.articles.replace(",", " ").split()),
        title=options.title.strip(),
        formats=tuple(options.formats.replace(",", " ").split()),
        paper=options.paper.strip(),
        renderer=options.renderer.strip(),
        quarto=options.quarto.strip(),
    )


def report_command(options: argparse.Namespace) -> int:
    """Make a report; print the paths of its files, and what it was made without."""
    wanted = request(options)
    for path in runs.make_report(wanted):
        print(runs.shown(path))
    left = runs.left_out(wanted)
    for line in left:
        say(line)
    return _refused(left, "the report is made from the rest")


def _refused(left: list[str], outcome: str) -> int:
    """The exit code, with a closing line where something was refused."""
    count = sum(line.startswith("refused") for line in left)
    if count:
        items = "1 item was" if count == 1 else f"{count} items were"
        say(f"{items} refused, {outcome} (exit code {REFUSED})")
    return REFUSED if count else 0


def site_command(options: argparse.Namespace) -> None:
    """Make a site and print the path of its index."""
    from analysis import site  # noqa: PLC0415 (slow to import)

    print(runs.shown(site.make_site(request(options))))


def docs_command(options: argparse.Namespace) -> None:
    """Render the documentation and print the paths of its files."""
    from analysis import docs  # noqa: PLC0415 (slow to import)

    for path in docs.make_docs(request(options)):
        print(runs.shown(path))


def articles_command(options: argparse.Namespace) -> int:
    """Print the articles of a corpus, one a line, and then what was not read, with the reason."""
    from analysis import corpus  # noqa: PLC0415 (slow to import)

    is_audit = options.audit.strip() not in ("", "0")
    found = corpus.load(options.corpus, with_lines=is_audit)
    if is_audit:
        for line in found.lines:
            print(f"{line.file}:{line.number}\t{line.role}\t{line.article_id or '-'}\t{line.text}")
        print()
    _, left = corpus.counted(found.articles)
    reasons = {article.id: why for article, why in left}
    for article in found.articles:
        print(_listed(article, reasons.get(article.id, "")))
    lines = corpus.report(found)
    for line in lines:
        print(line)
    corpus.require_articles(found, options.corpus)
    return _refused(lines, "the rest is read")


def _listed(article: "Article", flag: str) -> str:
    """An article in a line: id, words, outlet, date, language, title, and why it is left out."""
    told = (article.outlet, article.published, article.language)
    cells = [f"{len(article.text.split())} words", *(cell or "-" for cell in told), article.label]
    return "\t".join([article.id, *cells, *([f"[{flag}]"] if flag else [])])


def add_command(options: argparse.Namespace) -> None:
    """Store what the source names in the corpus; print the new files."""
    from analysis import adding  # noqa: PLC0415 (slow to import)

    if not options.source.strip():
        raise UserError("nothing to add: name a file, a folder or an address: SRC=…")
    added = adding.add(options.source.strip(), Path(options.corpus))
    for path in added:
        print(runs.shown(path))
    if not added:
        say(f"{options.corpus} holds it already; nothing is changed")


def lab_command(options: argparse.Namespace) -> None:
    """Open JupyterLab and stay until it is stopped."""
    from analysis import lab  # noqa: PLC0415 (not needed otherwise)

    lab.start(options.port.strip())


def annotate_command(options: argparse.Namespace) -> None:
    """Annotate a corpus, article by article, and print where the statements are."""
    from analysis import archive, store  # noqa: PLC0415 (slow to import)

    articles = archive.read(options.corpus)
    count = archive.write(articles, options.out, options.workers, options.cluster.strip())
    store.prune()
    say(f"{count} statements written")
    print(options.out)


def archive_command(options: argparse.Namespace) -> None:
    """Annotate a corpus, compare its statements, and print where both are."""
    from analysis import archive  # noqa: PLC0415 (slow to import)

    folder, by = options.out.rstrip("/"), options.by.strip()
    archive.require_column(by)
    options.out = f"{folder}/statements.parquet"
    annotate_command(options)
    found = archive.compare(options.out, by, options.workers, options.cluster.strip())
    for note in found.notes:
        say(note)
    for path in archive.write_tables(found, f"{folder}/by-{by}"):
        print(path)


def notebooks_command(options: argparse.Namespace) -> None:
    """Run each notebook with its defaults and store its outputs in it."""
    for notebook in sorted(runs.NOTEBOOKS.glob("*.ipynb")):
        runs.store_outputs(notebook)


def end_in_order() -> None:
    """Take being told to end, or a terminal that is closed, as Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:  # else as `nohup` set it
            signal.signal(number, signal.default_int_handler)


if __name__ == "__main__":
    end_in_order()
    sys.exit(main())
