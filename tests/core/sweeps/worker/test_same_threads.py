"""Jobs of one process share their number of BLAS threads."""

from threading import Event, Thread

from core.sweeps.worker.same_threads import SameThreads


def test_jobs_with_other_threads_wait_for_those_that_run() -> None:
    gate, order, leave = SameThreads(), list[int](), Event()
    began = {number: Event() for number in (1, 2)}

    def job(threads: int) -> None:
        with gate.keeping(threads):
            order.append(threads)
            began[threads].set()
            leave.wait(5)

    with gate.keeping(1):
        others = [Thread(target=job, args=(2,)), Thread(target=job, args=(1,))]
        others[0].start()
        while not gate._waiting and not order:
            pass
        others[1].start()
        while len(gate._waiting) < 2 and not order:
            pass
        assert order == []  # the one with one thread came later, and waits for its turn
    assert began[2].wait(5)
    assert order == [2]
    leave.set()
    for thread in others:
        thread.join(5)
    assert order == [2, 1]


def test_jobs_with_the_same_threads_run_at_once() -> None:
    gate, inside = SameThreads(), Event()

    def job() -> None:
        with gate.keeping(1):
            inside.set()

    with gate.keeping(1):
        thread = Thread(target=job)
        thread.start()
        assert inside.wait(5)
    thread.join(5)
