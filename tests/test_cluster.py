"""A Dask cluster of processes gives what one process gives, also when a worker is killed."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

import analysis
from analysis import archive, cluster, statements, store, workers
from analysis.errors import UserError

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as local:
        yield local.scheduler_address


@pytest.fixture(scope="module")
def articles() -> list:
    return analysis.read(SEEDS)


def test_the_table_is_the_local_one_to_the_byte(articles, scheduler, tmp_path):
    archive.write(articles, tmp_path / "local")
    archive.write(articles, tmp_path / "cluster", scheduler=scheduler)
    assert (tmp_path / "local").read_bytes() == (tmp_path / "cluster").read_bytes()


def test_a_killed_worker_loses_nothing(articles, scheduler, monkeypatch):
    monkeypatch.setattr(workers, "BATCH", 1)  # each article a task
    many = articles * 20
    found = statements.rows(many, scheduler=scheduler)
    got = [next(found)]
    with Client(scheduler) as client:
        pids = client.run(os.getpid)
    os.kill(next(iter(pids.values())), signal.SIGKILL)
    got += found
    assert got == list(statements.rows(many))


def test_an_error_names_the_article(scheduler):
    broken = analysis.Article(id="broken-one", title="", text="He said no.", standfirst=(1,))
    with pytest.raises(UserError, match="^broken-one can't be annotated"):
        list(statements.rows([broken], scheduler=scheduler))


def test_workers_with_another_version_are_refused(scheduler, monkeypatch):
    with Client(scheduler) as client:
        monkeypatch.setattr(
            client,
            "run",
            lambda function, module: {"worker": store.code_version(module), "other": "another"},
        )
        with pytest.raises(UserError, match="another version of Demarche"):
            cluster._require_own_code(client, statements.rows)
        monkeypatch.setattr(client, "run", lambda function, module: {})
        with pytest.raises(UserError, match="the cluster has no worker"):
            cluster._require_own_code(client, statements.rows)


def test_no_scheduler_is_one_line(monkeypatch):
    monkeypatch.setattr(cluster, "SECONDS", 0.2)
    with pytest.raises(UserError, match=r"^no Dask scheduler answers at tcp://127.0.0.1:9: "):
        list(statements.rows(["A text."], scheduler="tcp://127.0.0.1:9"))
