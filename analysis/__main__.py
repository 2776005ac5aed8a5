"""The command line beneath the Makefile: `python -m analysis report`, `site`, `articles`, …"""

import argparse
import sys
from pathlib import Path

from analysis import runs
from analysis.errors import UserError
from analysis.programs import say


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it succeeds, 1 with one line when it can't, 130 on Ctrl-C."""
    options = parser().parse_args(arguments)
    try:
        options.command(options)
    except UserError as error:
        say(str(error))
        return 1
    except OSError as error:
        say(f"{error.strerror}: {error.filename or 'while writing'}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; earlier reports are as they were")
        return 130
    return 0


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    root = argparse.ArgumentParser(prog="python -m analysis", description=__doc__)
    commands = root.add_subparsers(required=True)
    report = commands.add_parser("report", help="turn articles into a briefing")
    report.set_defaults(command=report_command)
    report.add_argument("--articles", default="", help="ids, separated by spaces (all)")
    site = commands.add_parser("site", help="turn a corpus into a static site of briefings")
    site.set_defaults(command=site_command, articles="")
    for command in (report, site):
        command.add_argument("--title", default="", help="the briefing's or the site's title")
        command.add_argument("--formats", default="html pdf", help="html, pdf and docx, or some")
        command.add_argument("--paper", default="a4", help="a4 or us-letter")
        command.add_argument("--renderer", default="", help="quarto or embedded")
        command.add_argument("--quarto", default="", help="path of Quarto's program")
        command.add_argument("--out", default="reports/_output", help="folder for the reports")
    articles = commands.add_parser("articles", help="list the articles of a corpus")
    articles.set_defaults(command=articles_command)
    for command in (report, site, articles):
        command.add_argument("--corpus", default="seeds", help="folder or file with the articles")
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


def report_command(options: argparse.Namespace) -> None:
    """Make a report and print the paths of its files."""
    for path in runs.make_report(request(options)):
        print(runs.shown(path))


def site_command(options: argparse.Namespace) -> None:
    """Make a site and print the path of its index."""
    from analysis import site  # noqa: PLC0415 (slow to import)

    print(runs.shown(site.make_site(request(options))))


def articles_command(options: argparse.Namespace) -> None:
    """Print the articles of a corpus, one a line: id, words, title."""
    from analysis import corpus  # noqa: PLC0415 (slow to import)

    runs.require(Path(options.corpus))
    for article in corpus.read(options.corpus):
        print(f"{article.id}\t{len(article.text.split())} words\t{article.title}")


def notebooks_command(options: argparse.Namespace) -> None:
    """Run each notebook with its defaults and store its outputs in it."""
    for notebook in sorted(runs.NOTEBOOKS.glob("*.ipynb")):
        runs.store_outputs(notebook)


if __name__ == "__main__":
    sys.exit(main())
