"""The fork server, started before the first page comes."""

from __future__ import annotations

import os

from tests.support.forked import run_code
from tests.support.paths import ROOT

# A pool takes the server that was started before, and one that is not ready can be ended.
CODE = """
import os, signal, threading
from multiprocessing import forkserver
from archive.ingest.workers.fork_server import end_unready_server, start_server
from archive.ingest.workers.worker_pool import Workers

if __name__ == "__main__":
    start_server()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())
    unready = forkserver._forkserver._forkserver_pid
    end_unready_server()
    assert os.waitid(os.P_PID, unready, os.WEXITED | os.WNOWAIT).si_status == signal.SIGKILL
    start_server()
    early = forkserver._forkserver._forkserver_pid
    started, workers = threading.Event(), Workers("builtins:str", 1)
    workers.start(started.set)
    started.wait()
    end_unready_server()
    assert workers.submit(1, 7).result() == "7"
    assert forkserver._forkserver._forkserver_pid == early
    workers.close(wait=True)
"""


def test_a_pool_takes_the_server_that_was_started_early() -> None:
    done = run_code(CODE, [], os.environ, ROOT)
    assert (done.returncode, done.stderr) == (0, "")
