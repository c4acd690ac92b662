"""Work in processes of their own: limited, guarded, without anything of the application, and gone when it is done."""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest
from django.conf import settings as project

from reports.workers.client import Busy, Killed, Workers, WorkFailed


@pytest.fixture
def workers():
    workers = Workers()
    yield workers
    workers.stop()


def run(workers, name: str, **arguments):
    return workers.run((f"tests.reports.workers.work:{name}", arguments), give=lambda index: b"given %d" % index)


def is_running(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError), open(f"/proc/{pid}/stat") as file:
        return file.read().rpartition(")")[2].split()[0] != "Z"
    return False


def is_gone(pid: int) -> bool:
    """Within ten seconds."""
    until = time.monotonic() + 10
    while is_running(pid):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_work_gets_arguments_and_asks_for_what_it_needs(workers):
    assert run(workers, "echo", number=1, text="å") == [{"number": 1, "text": "å"}, "given 0", "given 1"]


def test_worker_has_limits_and_nothing_of_the_application(workers, monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp://user:secret@localhost")
    assert run(workers, "facts") == {
        "limits": [project.WORKER_MEMORY, 0],
        "modules": [],
        "secrets": [],
        "files": 5,  # nothing in, out and errors of the web process, its own channel, and the list that counts them
    }


def test_work_that_writes_to_a_log_in_a_file_goes_on(workers, tmp_path):
    kept = os.dup(2)
    with (tmp_path / "log").open("w") as log:
        os.dup2(log.fileno(), 2)
    try:
        assert run(workers, "warn") == "went on"
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def test_every_piece_of_work_has_a_process_of_its_own(workers):
    (one, server), (two, same) = run(workers, "process"), run(workers, "process")
    assert (one != two, server == same, is_gone(one), is_gone(two)) == (True, True, True, True)


@pytest.mark.parametrize("name", ["sleep", "spin"])
def test_work_without_end_is_ended_by_the_kernel(workers, settings, name):
    settings.WORKER_SECONDS = 0.5
    with pytest.raises(Killed):
        run(workers, name)
    settings.WORKER_SECONDS = 20
    assert run(workers, "echo")[1] == "given 0"


def test_work_gets_no_more_memory_than_allowed(workers):
    with pytest.raises(WorkFailed) as failed:
        run(workers, "hoard")
    assert failed.value.kind == "MemoryError"


def test_error_of_any_kind_is_told(workers):
    with pytest.raises(WorkFailed) as failed:
        run(workers, "fail")
    assert failed.value.kind == "BaseExceptionGroup"


@pytest.mark.parametrize("what", ["read", "write", "list", "remove", "connect", "resolve", "run", "system"])
def test_work_that_gets_at_anything_is_stopped_at_once(workers, tmp_path, what):
    target = tmp_path / "file"
    target.write_text("secret")
    with pytest.raises(WorkFailed) as failed:
        run(workers, "attempt", what=what, target=str(target if what != "list" else tmp_path))
    assert (failed.value.kind, target.read_text()) == ("Refused", "secret")


def test_program_itself_can_be_read(workers):
    assert "def getcwd" not in run(workers, "attempt", what="read", target=os.__file__)[:10]


def test_server_that_died_is_replaced(workers):
    server = run(workers, "process")[1]
    os.kill(server, 9)
    assert is_gone(server)
    assert run(workers, "process")[1] != server


def test_server_ends_when_it_is_stopped(workers):
    server = run(workers, "process")[1]
    workers.stop()
    assert is_gone(server)


def in_thread(function) -> threading.Thread:
    def quiet():
        with suppress(Killed, Busy):
            function()

    thread = threading.Thread(target=quiet)
    thread.start()
    return thread


def test_two_work_at_once_others_wait_and_who_waits_too_long_is_told(workers, settings):
    settings.WORKER_SECONDS, settings.WORKER_PATIENCE = 3, 0.2
    run(workers, "process")
    busy = [in_thread(lambda: run(workers, "sleep")) for _number in range(2)]
    time.sleep(0.5)
    with pytest.raises(Busy):
        run(workers, "echo")
    settings.WORKER_PATIENCE = 20
    assert run(workers, "echo")[1] == "given 0"  # when a place is free again
    for thread in busy:
        thread.join()


def test_too_many_who_wait_are_told_at_once(workers, settings):
    settings.WORKER_SECONDS, settings.WORKER_QUEUE, settings.WORKER_PATIENCE = 2, 3, 20
    run(workers, "process")
    waiting = [in_thread(lambda: run(workers, "sleep")) for _number in range(3)]
    time.sleep(0.5)
    started = time.monotonic()
    with pytest.raises(Busy):
        run(workers, "echo")
    assert time.monotonic() - started < 1
    for thread in waiting:
        thread.join()


PROGRAM = """
import os, django
django.setup()
from reports.workers.tasks import workers
work = ("tests.reports.workers.work:process", {})
print(workers.run(work, give=lambda index: b"")[1], flush=True)
input()
"""


@pytest.mark.parametrize("way", ["ends", "is killed"])
def test_no_process_is_left_when_the_web_process_is_gone(way):
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    process = subprocess.Popen(  # noqa: S603 (our own program)
        [sys.executable, "-c", PROGRAM],
        cwd=project.BASE_DIR,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        server = int(process.stdout.readline())
        assert is_running(server)
        if way == "is killed":
            process.kill()
        else:
            process.stdin.write("\n")
            process.stdin.flush()
        process.wait(20)
        assert is_gone(server)
