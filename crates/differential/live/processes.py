"""The processes of a scenario: the first one, and those that it forks.

The first process decides what is called where; the others wait on a pipe for a call to make. Pipes
for all of them are opened beforehand, at descriptors that no scenario reaches.
"""

import ctypes
import errno
import marshal
import os
import signal

import calls

# Descriptors from here on belong to the machinery.
FIRST_HIDDEN = 900
FORKS_MAX = 6


def hide(fd):
    """Moves a descriptor out of the way of the scenario."""
    hidden = calls.libc.fcntl(fd, 0, ctypes.c_long(FIRST_HIDDEN))
    os.close(fd)
    return hidden


def write(fd, thing):
    data = marshal.dumps(thing)
    data = len(data).to_bytes(4, "little") + data
    while data:
        data = data[os.write(fd, data) :]


def read(fd):
    def exactly(count):
        data = b""
        while len(data) < count:
            more = os.read(fd, count - len(data))
            if not more:
                raise EOFError("a process of the scenario is gone")
            data += more
        return data

    return marshal.loads(exactly(int.from_bytes(exactly(4), "little")))


def pipe():
    return [hide(fd) for fd in os.pipe()]


def ignore_alarm():
    """An alarm interrupts a call, and does nothing else."""
    signal.signal(signal.SIGALRM, lambda *_: None)


class Processes:
    """Who runs, who is whose parent, and the pipes to each."""

    def __init__(self):
        self.slots = [(*pipe(), *pipe()) for _ in range(FORKS_MAX)]
        self.alive = {}
        ignore_alarm()

    def ask(self, name, thing):
        _, _, _, command_in = self.slots[self.alive[name][0]]
        write(command_in, thing)
        return read(self.slots[self.alive[name][0]][0])

    def perform(self, name, call):
        """Makes a call in the process of this name; the first process has none."""
        if name is None:
            return calls.perform_patiently(call)
        if name not in self.alive:
            return ("err", errno.ESRCH)
        return self.ask(name, ("call", call))

    def fork(self, parent, name):
        slot = next((at for at in range(FORKS_MAX) if at not in self.taken()), None)
        if slot is None:
            return ("err", errno.EAGAIN)
        if parent is None:
            result = self.split(slot)
        else:
            result = self.ask(parent, ("fork", slot))
        if result[0] == "ret":
            self.alive[name] = (slot, result[1], parent)
        return result

    def taken(self):
        return {slot for slot, _, _ in self.alive.values()}

    def split(self, slot):
        """Forks here; the child serves its slot for the rest of its life."""
        try:
            pid = os.fork()
        except OSError as fault:
            return ("err", fault.errno)
        if pid == 0:
            self.serve(slot)
        return ("ret", pid)

    def serve(self, slot):
        answer_out, command_out = self.slots[slot][1], self.slots[slot][2]
        try:
            while True:
                kind, thing = read(command_out)
                if kind == "exit":
                    os._exit(0)
                if kind == "fork":
                    result = self.split(thing)
                elif kind == "wait":
                    os.waitpid(thing, 0)
                    result = ("ret", 0)
                else:
                    result = calls.perform_patiently(thing)
                write(answer_out, result)
        finally:
            os._exit(1)

    def exit(self, name):
        """Ends a process, and waits until its descriptors are closed."""
        slot, pid, parent = self.alive.pop(name)
        write(self.slots[slot][3], ("exit", 0))
        if parent in self.alive:
            self.ask(parent, ("wait", pid))
        else:
            # The first process of a namespace inherits those whose parent is gone.
            os.waitpid(-1 if parent else pid, 0)
        for other, (slot, child, its_parent) in list(self.alive.items()):
            if its_parent == name:
                self.alive[other] = (slot, child, None)
