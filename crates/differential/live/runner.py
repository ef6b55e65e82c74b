"""Runs scenarios on this machine's kernel, each in a fresh network namespace.

A line of JSON in, `{"steps": [...], "packets": bool, "name_early": bool, "settings": {...}}`; a
line of JSON out, `{"results": [...]}`, with `packets` and `packet_times_s` when they were asked for, or
`{"fault": "..."}` when the machine does not let it. Standard library only.
"""

import json
import os
import resource
import select
import signal
import sys

import capture
import keeper
import processes
import scenario

SCENARIO_S_MAX = 90
AFTER_S = 0.06
REAL_TIME = 1
DESCRIPTORS_MAX = 1024


def hasten():
    """Other programs on the machine must not fall between two calls of a scenario."""
    try:
        os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(REAL_TIME))
    except PermissionError:
        pass


def run_steps(order, ask_out, answer_in):
    """The scenario's first process: takes the steps and tells the keeper their results."""

    def ask(command):
        processes.write(ask_out, command)
        kind, value = processes.read(answer_in)
        if kind == "fault":
            raise RuntimeError(value)
        return value

    family = processes.Processes()
    resource.setrlimit(resource.RLIMIT_NOFILE, (DESCRIPTORS_MAX, DESCRIPTORS_MAX))
    for fd in range(3, processes.FIRST_HIDDEN):
        try:
            os.close(fd)
        except OSError:
            pass
    running = scenario.Scenario(family, ask, order.get("name_early", False))
    results = []
    for at, step in enumerate(order["steps"]):
        try:
            results.append(running.step(step))
        except Exception as fault:
            raise RuntimeError(f"step {at}: {step}: {fault!r}") from fault
    ask(("done", json.dumps(results), running.ports))


def keep(order, results_out):
    """The keeper: makes the namespace, starts the scenario in it, and serves it."""
    namespace = keeper.Namespace()
    for key, value in order.get("settings", {}).items():
        namespace.sysctl(key, value)
    tap = capture.Capture() if order.get("packets") else None
    ask_out, ask_in = processes.pipe()
    answer_out, answer_in = processes.pipe()
    hasten()
    child = os.fork()
    if child == 0:
        try:
            run_steps(order, ask_in, answer_out)
        except Exception as fault:
            processes.write(ask_in, ("fault", str(fault)))
        os._exit(0)
    outcome = {"fault": "the scenario did not end"}
    sources = [ask_out] + ([tap] if tap else [])
    while ready := select.select(sources, [], [], SCENARIO_S_MAX)[0]:
        if tap in ready:
            tap.collect()
        if ask_out not in ready:
            continue
        command = processes.read(ask_out)
        if command[0] == "fault":
            outcome = {"fault": command[1]}
            break
        if command[0] == "done":
            outcome = finish(command, tap)
            break
        try:
            answer = ("value", namespace.serve(*command))
        except Exception as fault:
            answer = ("fault", str(fault))
        processes.write(answer_in, answer)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.write(results_out, (json.dumps(outcome) + "\n").encode())


def finish(command, tap):
    _, results, ports = command
    outcome = {"results": json.loads(results)}
    if tap:
        select.select([], [], [], AFTER_S)
        tap.collect()
        packets = tap.packets

        def name_port(port):
            if port < scenario.FIRST_CHOSEN:
                return str(port)
            if port not in ports:
                ports.append(port)
            return f"e{ports.index(port) + 1}"

        outcome["packets"] = capture.lines(packets, name_port)
        outcome["packet_times_s"] = capture.times(packets)
    return outcome


def main():
    # Fault messages of the packet filter would disturb the lines of results.
    for line in sys.stdin:
        order = json.loads(line)
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            try:
                keep(order, 1)
            except Exception as fault:
                os.write(1, (json.dumps({"fault": str(fault)}) + "\n").encode())
            os._exit(0)
        os.waitpid(child, 0)


main()
