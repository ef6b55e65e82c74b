"""What a scenario needs a root for: its namespace, packet filter, settings and `/proc`.

The keeper is a process of its own in the scenario's network namespace, so that a scenario that
gives up its user or its descriptors can still be looked at.
"""

import ctypes
import fcntl
import os
import socket
import struct

import calls

CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET = 0x20000, 0x20000000, 0x40000000
MS_REC, MS_PRIVATE = 1 << 14, 1 << 18
SIOCGIFFLAGS, SIOCSIFFLAGS, SIOCSIFMTU, SIOCETHTOOL = 0x8913, 0x8914, 0x8922, 0x8946
IFF_UP = 1
# Settings of the ethtool interface: segmentation by the device, on both ways.
ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO = 0x1F, 0x24, 0x2C
# A header with timestamps has this many bytes; what is longer holds data.
HEADERS = 52
STATES = [
    "", "ESTABLISHED", "SYN_SENT", "SYN_RECV", "FIN_WAIT1", "FIN_WAIT2", "TIME_WAIT", "CLOSE",
    "CLOSE_WAIT", "LAST_ACK", "LISTEN", "CLOSING", "NEW_SYN_RECV",
]  # fmt: skip


class Namespace:
    """A fresh network namespace, with the loopback up and reno as congestion control.

    The next process is the first of a process namespace too: when it ends, so do all of its own.
    """

    def __init__(self):
        if calls.libc.unshare(CLONE_NEWNET | CLONE_NEWNS | CLONE_NEWPID) != 0:
            raise OSError(ctypes.get_errno(), "no network namespace can be made")
        calls.libc.mount(b"none", b"/", None, MS_REC | MS_PRIVATE, None)
        if calls.libc.mount(b"tmpfs", b"/tmp", b"tmpfs", 0, None) != 0:
            raise OSError(ctypes.get_errno(), "no file system can be mounted")
        os.chmod("/tmp", 0o1777)
        self.control = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.rules = None
        request = bytearray(struct.pack("16sH14x", b"lo", 0))
        fcntl.ioctl(self.control, SIOCGIFFLAGS, request)
        (flags,) = struct.unpack_from("H", request, 16)
        up = struct.pack("16sH14x", b"lo", flags | IFF_UP)
        fcntl.ioctl(self.control, SIOCSIFFLAGS, up)
        self.sysctl("net.ipv4.tcp_congestion_control", "reno")

    def serve(self, kind, *arguments):
        """Does what a scenario asks for."""
        if kind == "sysctl":
            return self.sysctl(*arguments)
        if kind == "filter":
            return self.change(*arguments)
        return self.rows(kind)

    def sysctl(self, key, value):
        with open("/proc/sys/" + key.replace(".", "/"), "w") as setting:
            setting.write(value)

    def filter_set(self, ruleset):
        nftables = self.nftables()
        if nftables.nft_run_cmd_from_buffer(self.rules, ruleset.encode()) != 0:
            raise OSError("the packet filter refused: " + ruleset)

    def nftables(self):
        nftables = ctypes.CDLL("libnftables.so.1")
        if self.rules is None:
            nftables.nft_ctx_new.restype = ctypes.c_void_p
            self.rules = ctypes.c_void_p(nftables.nft_ctx_new(0))
            self.filter_set(
                "table ip t {\n chain c {\n type filter hook input priority 0;\n }\n }\n"
            )
        return nftables

    def change_filter(self, step):
        op = step["op"]
        if op == "undrop":
            self.filter_set("flush chain ip t c\n")
            return
        words = ["add rule ip t c meta l4proto tcp" if is_tcp(step) else "add rule ip t c"]
        protocol = "tcp" if is_tcp(step) else "udp"
        for key in ("sport", "dport"):
            if key in step:
                words.append(f"{protocol} {key} {step[key]}")
        flags = "fin|syn|rst|psh|ack|urg"
        for key, mask in (("has", None), ("exact", flags)):
            if key in step:
                wanted = step[key].lower().replace(",", "|")
                words.append(f"tcp flags & ({mask or wanted}) == ({wanted})")
        if op == "dropseq":
            words.append(f"ip length > {HEADERS}")
            words.append("tcp flags & (syn|rst) == 0")
            if "n" in step:
                words.append(f"numgen inc mod 1000000 < {step['n']}")
        self.filter_set(" ".join(words) + " drop\n")

    def device(self, mtu):
        fcntl.ioctl(self.control, SIOCSIFMTU, struct.pack("16si12x", b"lo", mtu))
        for command in (ETHTOOL_STSO, ETHTOOL_SGSO, ETHTOOL_SGRO):
            value = ctypes.create_string_buffer(struct.pack("II", command, 0))
            request = struct.pack("16sQ8x", b"lo", ctypes.addressof(value))
            fcntl.ioctl(self.control, SIOCETHTOOL, request)

    def change(self, step):
        if step["op"] == "mtu":
            self.device(step["n"])
        else:
            self.change_filter(step)

    def rows(self, protocol):
        """The rows of `/proc/net/tcp` or `udp`, as tuples."""
        with open("/proc/thread-self/net/" + protocol) as table:
            lines = table.read().splitlines()[1:]
        found = []
        for line in lines:
            words = line.split()
            sent, received = (int(word, 16) for word in words[4].split(":"))
            timer = int(words[5].split(":")[0], 16)
            found.append((
                endpoint(words[1]), endpoint(words[2]), STATES[int(words[3], 16)],
                sent, received, timer, int(words[6], 16), int(words[-1]) if protocol == "udp" else 0,
            ))  # fmt: skip
        return found


def is_tcp(step):
    return step.get("proto", "tcp") == "tcp"


def endpoint(text):
    host, port = text.split(":")
    numbers = bytes.fromhex(host)[::-1]
    return ".".join(str(number) for number in numbers), int(port, 16)
