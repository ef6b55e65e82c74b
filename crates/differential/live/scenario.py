"""From the words of a scenario to system calls, and from their results back to words.

The format is that of `crates/kernel/tests/facts/README.md`; its twin for the simulated world is
`crates/kernel/examples/replay`. What one of them writes, the other must write letter by letter.
"""

import errno
import socket
import struct
import threading
import time

import calls

CLOSED = 99
FIRST_CHOSEN = 32768
SHOWN_MAX = 64
POLL_MS = 100
BACKGROUND_S = 0.05
FILTER_S = 0.005
SETTLE_MS = 60
# Calls after which the kernel may have chosen a port for their descriptor.
CHOOSE_PORTS = ("bind", "connect", "listen", "send", "sendto")

EVENTS = [
    ("IN", 0x1), ("PRI", 0x2), ("OUT", 0x4), ("ERR", 0x8), ("HUP", 0x10), ("NVAL", 0x20),
    ("RDHUP", 0x2000), ("RDNORM", 0x40), ("WRNORM", 0x100), ("ET", 1 << 31), ("ONESHOT", 1 << 30),
]
POLL_EVENTS = 0x1 | 0x2 | 0x4 | 0x2000

# What Python's socket module does not name, or not on every version.
NUMBERS = {
    "SO_SNDBUFFORCE": 32, "SO_RCVBUFFORCE": 33, "SO_RCVTIMEO": 20, "SO_SNDTIMEO": 21,
    "SO_DOMAIN": 39, "SO_PROTOCOL": 38, "SO_PRIORITY": 12, "SOL_TCP": 6, "SOL_IP": 0,
    "IP_RECVERR": 11, "IP_BIND_ADDRESS_NO_PORT": 24, "TCP_USER_TIMEOUT": 18, "MSG_MORE": 0x8000,
    "O_NONBLOCK": 0o4000, "RD": 0, "WR": 1, "RDWR": 2, "ADD": 1, "DEL": 2, "MOD": 3, "": 0,
    "MSG_ERRQUEUE": 0x2000, "SO_ACCEPTCONN": 30,
}  # fmt: skip
LINGER, TIMEOUTS, ERROR = (1, 13), ((1, 20), (1, 21)), (1, 4)
F_GETFL, F_SETFL = 3, 4
RLIMIT_NOFILE, RLIMIT_NPROC = 7, 6


def constant(value):
    """A number, or names joined by `|`."""
    if isinstance(value, int):
        return int(value)
    total = 0
    for word in value.split("|"):
        word = word.strip()
        if word in NUMBERS:
            total |= NUMBERS[word]
        elif word.isdigit():
            total |= int(word)
        else:
            total |= int(getattr(socket, word))
    return total


def events(value):
    if isinstance(value, int):
        return value
    return sum(bit for name, bit in EVENTS if name in value)


def event_names(mask):
    return [name for name, bit in EVENTS if mask & bit]


def show(data):
    return f"len{len(data)}" if len(data) > SHOWN_MAX else data.decode("utf-8", "replace")


def error_name(number):
    # Linux gives one number two names, and manual pages write this one.
    return "EOPNOTSUPP" if number == errno.EOPNOTSUPP else errno.errorcode.get(number, str(number))


def int32(number):
    return struct.unpack("=i", struct.pack("=I", number & 0xFFFFFFFF))[0]


class Scenario:
    """A scenario being run: its names, its threads, and whom it asks for what needs a root."""

    def __init__(self, processes, keeper, name_early):
        self.processes = processes
        self.keeper = keeper
        self.name_early = name_early
        self.fds = {}
        self.ports = []
        self.threads = {}

    def step(self, step):
        """Takes a step; gives its result."""
        op = step["op"]
        special = getattr(self, "do_" + op, None)
        if special:
            return special(step)
        inside = step.get("in")
        result = self.processes.perform(inside, self.parse(step))
        described = self.describe(step, result)
        if self.name_early and op in CHOOSE_PORTS:
            self.port_of(self.fd(step["fd"]), inside)
        return described

    def port_of(self, fd, inside):
        result = self.processes.perform(inside, ("name", "getsockname", fd))
        if result[0] == "ret":
            self.show_address(result[2])

    # Steps that are more than one system call.

    def do_sleep(self, step):
        time.sleep(step["ms"] / 1000)
        return {}

    def do_sysctl(self, step):
        self.keeper(("sysctl", step["key"], str(step["val"])))
        return {}

    def do_rlimit(self, step):
        self.processes.perform(None, ("setrlimit", RLIMIT_NOFILE, step["n"]))
        return {}

    def do_filter(self, step):
        self.keeper(("filter", step))
        time.sleep(FILTER_S)
        return {}

    do_drop = do_dropseq = do_undrop = do_mtu = do_filter

    def do_tcp(self, step):
        time.sleep(step.get("settle", SETTLE_MS) / 1000)
        rows = []
        for local, remote, state, sent, received, timer, again, drops in self.keeper((step["op"],)):
            row = {"local": self.endpoint(local), "remote": self.endpoint(remote), "st": state}
            if step["op"] == "tcp":
                row.update(txq=sent, rxq=received, tr=timer, retr=again)
            else:
                row.update(txq=sent, rxq=received, drops=drops)
            rows.append(row)
        rows.sort(key=lambda row: (row["local"], row["remote"], row["st"]))
        return {"rows": rows}

    do_udp = do_tcp

    def do_bg(self, step):
        op, arguments = step["step"]
        inner = {**arguments, "op": op}
        call, box = self.parse(inner), []
        thread = threading.Thread(target=lambda: box.append(calls.perform(call)), daemon=True)
        thread.start()
        self.threads[step["as"]] = (thread, inner, box)
        time.sleep(BACKGROUND_S)
        if self.name_early and op in CHOOSE_PORTS:
            self.port_of(self.fd(inner["fd"]), None)
        return {}

    def do_join(self, step):
        thread, inner, box = self.threads.pop(step["name"])
        thread.join(calls.PATIENCE_S)
        return self.describe(inner, box[0] if box else ("timeout",))

    def do_fork(self, step):
        result = self.processes.fork(step.get("in"), step["as"])
        return {"err": error_name(result[1])} if result[0] == "err" else {"child": step["as"]}

    def do_exit(self, step):
        self.processes.exit(step["in"])
        return {}

    # Names and addresses.

    def fd(self, value):
        return value if isinstance(value, int) else self.fds.get(value, CLOSED)

    def name_of(self, fd):
        names = [name for name, known in self.fds.items() if known == fd]
        return min(names, default=str(fd))

    def port(self, port):
        if port < FIRST_CHOSEN:
            return str(port)
        if port not in self.ports:
            self.ports.append(port)
        return f"e{self.ports.index(port) + 1}"

    def endpoint(self, endpoint):
        host, port = endpoint
        return f"{host}:{self.port(port)}"

    def show_address(self, raw_address):
        address = calls.show_address(raw_address)
        return self.endpoint(address) if isinstance(address, tuple) else address

    def address(self, step):
        given = step.get("addr")
        if given is None:
            return None
        if given.startswith("$"):
            fd = self.fds.get(given[1:], -1)
            return self.processes.perform(step.get("in"), ("name", "getsockname", fd))[2]
        return calls.make_address(given)

    # From a step to a call.

    def parse(self, step):
        return getattr(self, "parse_" + step["op"], self.parse_plain)(step)

    def parse_plain(self, step):
        op, fd = step["op"], self.fd(step.get("fd", -1))
        if op in ("getsockname", "getpeername"):
            return ("name", op, fd)
        extra = {
            "close": lambda: (),
            "dup": lambda: (),
            "dup2": lambda: (self.fd(step["new"]),),
            "listen": lambda: (step["backlog"],),
            "shutdown": lambda: (constant(step["how"]),),
        }[op]()
        return ("plain", op, fd, *extra)

    def parse_setuid(self, step):
        return ("plain", "setuid", step["uid"])

    def parse_setrlimit(self, step):
        processes = step.get("what") == "NPROC"
        return ("setrlimit", RLIMIT_NPROC if processes else RLIMIT_NOFILE, step["n"])

    def parse_nanosleep(self, step):
        return ("nanosleep", step.get("s", 0), step.get("ns", 0))

    def parse_socket(self, step):
        pair = step["op"] == "socketpair"
        domain = constant(step.get("dom", "AF_UNIX" if pair else "AF_INET"))
        kind = constant(step.get("type", "SOCK_STREAM"))
        if step.get("nb"):
            kind |= NUMBERS["O_NONBLOCK"]
        protocol = constant(step.get("proto", 0))
        call = ("socketpair",) if pair else ("plain", "socket")
        return (*call, domain, kind, protocol)

    parse_socketpair = parse_socket

    def parse_bind(self, step):
        address = self.address(step)
        length = step.get("len", len(address))
        padded = address + bytes(max(0, min(length, 512) - len(address)))
        return (step["op"], self.fd(step["fd"]), padded, length)

    parse_connect = parse_bind

    def parse_send(self, step):
        text = step.get("data")
        data = b"x" * max(0, step.get("size", 0)) if text is None else text.encode()
        flags = constant(step.get("flags", 0))
        return ("send", self.fd(step["fd"]), data, flags, self.address(step))

    parse_sendto = parse_send

    def parse_recv(self, step):
        flags = constant(step.get("flags", "MSG_DONTWAIT"))
        return ("recv", self.fd(step["fd"]), max(0, step.get("n", 0)), flags)

    parse_recvmsg = parse_recvfrom = parse_recv

    def parse_accept(self, step):
        flags = NUMBERS["O_NONBLOCK"] if step.get("nb") else step.get("flags", 0)
        return ("accept", self.fd(step["fd"]), flags)

    def parse_fill(self, step):
        return ("fill", self.fd(step["fd"]), step.get("chunk", 4096))

    def parse_fcntl(self, step):
        command = F_SETFL if "flags" in step else F_GETFL
        return ("fcntl", self.fd(step["fd"]), command, constant(step.get("flags", 0)))

    def parse_getsockopt(self, step):
        key = (constant(step.get("level", "SOL_SOCKET")), constant(step["opt"]))
        size = 8 if key == LINGER else 16 if key in TIMEOUTS else 4
        return ("getsockopt", self.fd(step["fd"]), *key, size)

    def parse_setsockopt(self, step):
        key = (constant(step.get("level", "SOL_SOCKET")), constant(step["opt"]))
        value = step["val"]
        if isinstance(value, int):
            packed = struct.pack("=i", int32(value))
        elif key == LINGER:
            packed = struct.pack("=2i", *value)
        else:
            packed = struct.pack("=2q", *value)
        return ("setsockopt", self.fd(step["fd"]), *key, packed)

    def parse_poll(self, step):
        fds = list(dict.fromkeys(self.fd(fd) for fd in step["fds"]))
        mask = events(step.get("events", POLL_EVENTS)) & 0xFFFF
        # pollfd's events are a signed short.
        mask -= (mask & 0x8000) << 1
        return ("poll", [(fd, mask) for fd in fds], step.get("timeout", POLL_MS))

    def parse_select(self, step):
        sets = [list(dict.fromkeys(self.fd(fd) for fd in step.get(key, []))) for key in "rwx"]
        timeout = step.get("timeout", POLL_MS)
        return ("select", sets, None if timeout < 0 else timeout)

    def parse_epoll_create(self, _):
        return ("epoll_create",)

    def parse_epoll_ctl(self, step):
        how, mask = constant(step["how"]), events(step.get("events", 0))
        return ("epoll_ctl", self.fd(step["ep"]), how, self.fd(step["fd"]), mask)

    def parse_epoll_wait(self, step):
        most, timeout = step.get("max", 16), step.get("timeout", POLL_MS)
        return ("epoll_wait", self.fd(step["ep"]), most, timeout)

    # From a result to words.

    def describe(self, step, result):
        if result[0] == "timeout":
            return {"timeout": True}
        if result[0] == "err":
            described = {"err": error_name(result[1])}
            if step["op"] == "fill":
                described["bytes"] = result[2]
            return described
        special = getattr(self, "describe_" + step["op"], None)
        if special:
            return special(step, *result[1:])
        if "as" in step:
            self.fds[step["as"]] = result[1]
        return {"ret": result[1]}

    def describe_accept(self, step, fd, peer):
        if "as" in step:
            self.fds[step["as"]] = fd
        return {"ret": fd, "peer": self.show_address(peer)}

    def describe_socketpair(self, step, _, *fds):
        for name, fd in zip(step.get("as", []), fds):
            self.fds[name] = fd
        return {"ret": 0, "fds": list(fds)}

    def describe_recv(self, step, count, data, peer, flags):
        described = {"ret": count}
        whole = step["op"] != "recv"
        if whole or data:
            described["data"] = show(data)
        if whole:
            described["from"] = self.show_address(peer)
            known = (("MSG_TRUNC", 0x20), ("MSG_OOB", 0x1))
            described["msg_flags"] = [name for name, bit in known if flags & bit]
        return described

    describe_recvmsg = describe_recvfrom = describe_recv

    def describe_getsockname(self, _, zero, address):
        return {"ret": zero, "addr": self.show_address(address)}

    describe_getpeername = describe_getsockname

    def describe_getsockopt(self, step, zero, raw_value):
        key = (constant(step.get("level", "SOL_SOCKET")), constant(step["opt"]))
        if key == LINGER:
            value = list(struct.unpack("=2i", raw_value))
        elif key in TIMEOUTS:
            value = list(struct.unpack("=2q", raw_value))
        else:
            # A short value is a byte.
            (value,) = struct.unpack("=i", raw_value.ljust(4, b"\0"))
            if key == ERROR and value:
                value = error_name(value)
        return {"ret": zero, "val": value}

    def describe_poll(self, step, ready, masks):
        distinct = list(dict.fromkeys(self.fd(fd) for fd in step["fds"]))
        seen = dict(zip(distinct, masks))
        return {
            "ret": ready,
            "revents": {str(fd): event_names(seen[self.fd(fd)]) for fd in step["fds"]},
        }

    def describe_select(self, _, ready, sets):
        names = [[self.name_of(fd) for fd in fds] for fds in sets]
        return {"ret": ready, "r": names[0], "w": names[1], "x": names[2]}

    def describe_epoll_wait(self, _, ready, found):
        seen = {self.name_of(int32(data)): event_names(mask) for mask, data in found}
        return {"ret": ready, "events": seen}
