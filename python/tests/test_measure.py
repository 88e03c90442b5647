# SPDX-License-Identifier: Apache-2.0
"""Windows: nested, failed, forked, killed; and the run that the ledger keeps of each."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import textwrap
import threading
import time

import pytest

import holon


def spin(seconds: float) -> int:
    """Work of one thread that holds the interpreter's lock, in seconds of a processor."""
    until = time.thread_time() + seconds
    count = 0
    while time.thread_time() < until:
        count += 1
    return count


def test_a_window_is_measured_and_kept(own_ledger):
    began = time.perf_counter()
    with holon.measure("fine-tune", phase="training", project="p", tags=["a", "b"]) as run:
        spin(0.3)
    assert run.faults == ()
    assert run.energy.J > 0
    assert 0.3 <= run.duration_s <= time.perf_counter() - began
    kept = holon.Ledger().runs()
    assert len(kept) == 1
    assert kept[0].data == run.run.data
    assert (kept[0].name, kept[0].phase, kept[0].project) == ("fine-tune", "training", "p")
    assert kept[0].tags == ("a", "b") and not kept[0].failed
    compute = kept[0].data["compute"]
    assert compute["CPU time [s]"] >= 0.3
    assert compute["peak memory [byte]"] > 1e6
    assert own_ledger.exists()


def test_the_record_is_of_the_same_form_as_the_programs(program, own_ledger):
    """What `holon run` keeps, `measure` keeps: the same keys, the same ledger."""
    program("run", "--quiet", "--name", "by the program", "--phase", "training", "--", "sleep", "0.1")
    with holon.measure("by Python", phase="training"):
        time.sleep(0.1)
    by_program, by_python = holon.Ledger().runs(phase="training")
    optional = {"compute", "notes"}
    assert set(by_python.data) - optional == set(by_program.data) - optional
    assert by_python.data["hardware"] == by_program.data["hardware"]
    assert by_python.data["origin"] == by_program.data["origin"]
    names = [(one["device"], one["component"], one["sensor"]) for one in by_python.data["energy"]]
    assert names == [
        (one["device"], one["component"], one["sensor"]) for one in by_program.data["energy"]
    ]
    # and the program reads it
    listed = json.loads(program("ledger", "list", "--json", "-"))
    assert [one["name"] for one in listed["runs"]] == ["by the program", "by Python"]


def test_windows_lie_inside_one_another():
    with holon.measure("outer") as outer:
        spin(0.05)
        with holon.measure("inner") as inner:
            spin(0.1)
        spin(0.05)
    assert inner.duration_s < outer.duration_s
    assert inner.energy.J <= outer.energy.J
    assert f"inside the run {outer.run.id}" in inner.run.notes
    assert not any("inside" in note for note in outer.run.notes)
    assert len(holon.Ledger().runs()) == 2


def test_a_failed_window_counts_and_lets_the_error_through():
    with pytest.raises(ZeroDivisionError):
        with holon.measure("lost", tags=["search"]) as run:
            spin(0.05)
            raise ZeroDivisionError
    assert run.run.failed
    assert "the work ended by ZeroDivisionError" in run.run.notes
    totals = holon.Ledger().runs(tag="search").totals
    assert (totals.runs, totals.failed) == (1, 1)
    assert totals.energy.J == pytest.approx(run.energy.J)


def test_a_clean_exit_is_no_failure():
    with pytest.raises(SystemExit):
        with holon.measure("exit") as run:
            raise SystemExit(0)
    assert not run.run.failed


def test_every_call_of_a_decorated_function_is_a_run():
    @holon.measured(phase="search", tags=["trial"])
    def trial(x: int) -> int:
        """Doubles."""
        return 2 * x

    assert [trial(x) for x in (1, 2, 3)] == [2, 4, 6]
    assert trial.__doc__ == "Doubles." and trial.__name__ == "trial"
    runs = holon.Ledger().runs(tag="trial")
    assert len(runs) == 3
    assert runs[0].name.endswith("trial") and runs[0].phase == "search"


def test_a_decorator_needs_no_options():
    @holon.measured
    def work() -> str:
        return "done"

    assert work() == "done"
    assert len(holon.Ledger().runs()) == 1


def test_coroutines_and_generators_are_measured_to_their_end():
    @holon.measured
    async def later() -> int:
        await asyncio.sleep(0.1)
        return 7

    @holon.measured
    def several():
        for i in range(3):
            time.sleep(0.03)
            yield i

    assert asyncio.run(later()) == 7
    assert list(several()) == [0, 1, 2]
    first, second = holon.Ledger().runs()
    assert first.duration_s >= 0.1 and second.duration_s >= 0.09


def test_an_open_window_tells_what_it_used_so_far():
    with holon.measure(ledger=False) as run:
        spin(0.3)
        status = run.status()
        assert status.elapsed_s > 0.1 and status.energy_J >= 0
        with pytest.raises(RuntimeError, match="still open"):
            _ = run.energy
        assert "open" in repr(run)
    assert run.energy.J >= status.energy_J


def test_a_window_opens_once():
    run = holon.measure(ledger=False)
    with run:
        pass
    with pytest.raises(RuntimeError, match="opens once"):
        run.start()
    run.stop()  # what has ended stays ended
    assert not run.run.failed


def test_a_window_that_has_not_begun_has_no_energy():
    with pytest.raises(RuntimeError, match="has not begun"):
        _ = holon.measure("x").energy


def test_without_a_place_for_a_ledger_that_is_told(monkeypatch, caplog):
    for name in ("HOLON_LEDGER", "XDG_DATA_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    with holon.measure("x") as run:
        pass
    assert run.energy.J >= 0
    assert "the run is kept nowhere" in caplog.text


def test_no_ledger_keeps_nothing(own_ledger):
    with holon.measure(ledger=False):
        pass
    assert not own_ledger.exists()


def test_a_ledger_that_cannot_be_written_never_reaches_the_work(tmp_path, caplog):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("no folder")
    with holon.measure("kept nowhere", ledger=in_the_way / "ledger.db") as run:
        done = spin(0.01)
    assert done > 0 and run.energy.J >= 0
    assert run.faults and any("the meter" in one.getMessage() for one in caplog.records)


def test_place_joins_carbon_and_water():
    with holon.measure("placed", place="FR") as run:
        spin(0.05)
    climate = run.impacts["climate"]
    assert climate.unit == "kg CO2e" and climate.low <= climate.amount <= climate.high
    assert holon.Ledger().runs().climate_kg == pytest.approx(climate.amount)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"place": "Frankreich"}, "no place `Frankreich`"),
        ({"scope": "planet"}, "no scope `planet`"),
        ({"idle": "lazy"}, "no idle policy `lazy`"),
        ({"period_s": 0}, "period_s"),
        ({"reserved": 2}, "reserved"),
    ],
)
def test_a_wrong_option_is_refused_before_the_work(wrong, told):
    with pytest.raises(ValueError, match=told):
        holon.measure(**wrong)


def test_a_run_shows_itself():
    with holon.measure("shown <b>", ledger=False) as run:
        spin(0.02)
    assert "<table>" in run._repr_html_() and "shown &lt;b&gt;" in run._repr_html_()
    assert "energy" in str(run).lower()
    assert "shown" in repr(run.run)


def test_the_scope_of_a_process_leaves_the_rest_of_the_machine_out():
    with holon.measure("part", scope="process", ledger=False) as run:
        spin(1.2)
    assert run.run.data["attribution"]["scope"] == "process"
    package = [one for one in run.run.data["energy"] if "whole device [J]" in one]
    assert package, "some energy follows the processors"
    for one in package:
        assert 0 <= one["energy [J]"] <= one["whole device [J]"]


def test_the_sampler_runs_without_the_interpreters_lock():
    """The meter ticks while Python code holds the lock without a pause: a thousand ticks a second
    leave their readings although this thread never waits."""
    with holon.measure(period_s=0.001, ledger=False) as run:
        # one call of C that holds the lock throughout
        sum(range(30_000_000))
        held = run.status()
    # the latest tick before this look came while the lock was held, not before
    assert held.elapsed_s > 0.5 * run.duration_s


def test_threads_count_on_while_a_window_ends_and_begins():
    counts = []
    stop = threading.Event()

    def count() -> None:
        n = 0
        while not stop.is_set():
            n += 1
        counts.append(n)

    thread = threading.Thread(target=count)
    thread.start()
    for _ in range(20):
        with holon.measure(period_s=0.001, ledger=False):
            time.sleep(0.01)
    stop.set()
    thread.join()
    assert counts[0] > 1000


def test_a_window_may_be_looked_at_while_it_ends():
    stop = threading.Event()
    current = [holon.measure(ledger=False).start()]

    def look() -> None:
        while not stop.is_set():
            current[0].status()

    thread = threading.Thread(target=look)
    thread.start()
    for _ in range(50):
        current[0].stop()
        current[0] = holon.measure(ledger=False, period_s=0.001).start()
    current[0].stop()
    stop.set()
    thread.join()


def test_windows_of_several_threads():
    def work(i: int) -> None:
        with holon.measure(f"thread {i}", tags=["threads"]):
            spin(0.05)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    runs = holon.Ledger().runs(tag="threads")
    assert sorted(one.name for one in runs) == [f"thread {i}" for i in range(4)]


def test_a_forked_child_leaves_the_window_to_its_parent():
    with holon.measure("parent") as run:
        child = os.fork()
        if child == 0:
            try:
                run.stop()
                code = 0 if not run.has_ended else 3
            except BaseException:
                code = 4
            os._exit(code)
        _, status = os.waitpid(child, 0)
        assert os.waitstatus_to_exitcode(status) == 0
    assert run.has_ended
    assert len(holon.Ledger().runs()) == 1


def test_a_killed_program_loses_at_most_the_last_second(own_ledger):
    code = textwrap.dedent(
        """
        import time, holon
        with holon.measure("killed", tags=["kill"]):
            time.sleep(2.5)
            print("now", flush=True)
            time.sleep(60)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "now\n"
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    (run,) = holon.Ledger().runs(tag="kill")
    assert run.data["outcome"]["ending"] == "interrupted"
    assert run.duration_s > 0.9


def test_windows_left_open_end_with_the_interpreter(own_ledger):
    code = "import holon; holon.measure('left').start()"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    (run,) = holon.Ledger().runs()
    assert run.failed and "the work ended by the end of the interpreter" in run.notes


def test_a_recorded_tree_is_measured_as_a_machine(recorded):
    tree = recorded / "procfs" / "fixtures.ttar"
    machine = holon.Machine(sysroot=str(tree))
    with holon.measure("recorded", machine=machine, ledger=False) as run:
        time.sleep(0.05)
    assert run.faults == ()
    counters = [one for one in run.run.data["energy"] if one["sensor"].startswith("RAPL")]
    assert {one["device"] for one in counters} >= {"cpu 0", "cpu 10"}
    # a recording stands still: its counters have no figure, and that is told
    assert all(one["evidence"] == "missing" and "energy [J]" not in one for one in counters)


def test_the_reader_is_the_one_that_is_named_else_on_the_path_else_beside_python(
    tmp_path, monkeypatch
):
    def program(folder):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "holon-reader").write_text("#!/bin/sh\n")
        (tmp_path / folder / "holon-reader").chmod(0o755)
        return tmp_path / folder

    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere/python"))
    assert holon.meter.reader_of(holon.Machine()) == ""
    monkeypatch.setattr(sys, "executable", str(program("venv") / "python"))
    assert holon.meter.reader_of(holon.Machine()) == str(tmp_path / "venv/holon-reader")
    monkeypatch.setenv("PATH", str(program("bin")))
    assert holon.meter.reader_of(holon.Machine()) == str(tmp_path / "bin/holon-reader")
    named = holon.Machine(reader="/opt/holon-reader")
    assert holon.meter.reader_of(named) == "/opt/holon-reader"


def test_a_reader_that_breaks_its_word_costs_a_window_nothing(tmp_path):
    broken = tmp_path / "holon-reader"
    broken.write_text("#!/bin/sh\necho nonsense\n")
    broken.chmod(0o755)
    with holon.measure("x", machine=holon.Machine(reader=str(broken)), ledger=False) as run:
        pass
    assert run.faults == ()


def test_a_tree_that_is_not_there_is_told_and_the_work_goes_on(caplog):
    with holon.measure("nowhere", machine=holon.Machine(sysroot="/no/such/tree")) as run:
        done = True
    assert done and run.faults
    assert len(holon.Ledger().runs()) == 1


def with_budget(root, tmp_path, budget: str):
    study = tmp_path / "study.yaml"
    good = (root / "examples/bloom/study.yaml").read_text()
    study.write_text(good.replace("budget: {climate: 60 t, over: whole life}", f"budget: {budget}"))
    return study


def test_a_budget_that_holds_says_nothing(root, tmp_path, caplog):
    study = with_budget(root, tmp_path, "{energy: 1 TWh}")
    with holon.measure("kept", budget=study, stop=True) as run:
        spin(0.1)
    assert run.broken == "" and not caplog.records and not run.run.failed


def test_a_broken_budget_warns_once_and_the_work_goes_on(root, tmp_path, caplog):
    study = with_budget(root, tmp_path, "{energy: 1 kWh}")
    with holon.measure("warned", budget=study) as run:
        time.sleep(2.2)
    assert run.broken.startswith("with this run the study's energy passes its budget of 1")
    assert [one.getMessage() for one in caplog.records] == [run.broken]
    assert not run.run.failed


def test_a_broken_budget_stops_the_work_where_asked(root, tmp_path, own_ledger):
    study = with_budget(root, tmp_path, "{energy: 1 kWh}")
    began = time.monotonic()
    with pytest.raises(holon.BudgetExceeded, match="passes its budget"):
        with holon.measure("stopped", budget=study, stop=True):
            while time.monotonic() - began < 30:
                time.sleep(0.01)
    assert time.monotonic() - began < 20
    (kept,) = holon.Ledger().runs()
    assert kept.failed and "the work ended by BudgetExceeded" in kept.notes


def test_a_short_run_is_judged_at_its_end_and_the_works_own_error_goes_first(root, tmp_path):
    study = with_budget(root, tmp_path, "{energy: 1 kWh}")
    with pytest.raises(holon.BudgetExceeded):
        with holon.measure("short", budget=study, stop=True):
            pass
    with pytest.raises(FloatingPointError):
        with holon.measure("failed", budget=study, stop=True):
            raise FloatingPointError


def test_a_study_without_a_budget_is_refused_before_the_work(root, tmp_path):
    study = with_budget(root, tmp_path, "{climate: 1 kg}")
    with pytest.raises(ValueError, match="a place joins carbon"):
        holon.measure("x", budget=study)
    with pytest.raises(holon.DiagnosticError, match="cannot read"):
        holon.measure("x", budget=tmp_path / "none.yaml")
