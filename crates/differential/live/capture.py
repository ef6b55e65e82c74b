"""What crosses the loopback, packet by packet, as scenarios write it."""

import socket
import struct
import time

ETH_P_ALL, ETH_P_IP = 0x0003, 0x0800
PACKET_OUTGOING = 4
SO_RCVBUFFORCE, SO_TIMESTAMPNS = 33, 35
FLAGS = [("FIN", 1), ("SYN", 2), ("RST", 4), ("PSH", 8), ("ACK", 16)]


class Capture:
    """A tap on the loopback, from now on."""

    def __init__(self):
        self.tap = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
        self.tap.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 32 << 20)
        self.tap.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.tap.bind(("lo", ETH_P_ALL))
        self.tap.setblocking(False)
        self.packets = []  # Each with its moment in seconds.

    def fileno(self):
        return self.tap.fileno()

    def collect(self):
        """Takes what has crossed. At once: what waits in the tap is memory that the sender
        shares, and the kernel merges no segments to send them again while somebody else reads
        them."""
        while True:
            try:
                data, control, _, address = self.tap.recvmsg(1 << 17, 256)
            except BlockingIOError:
                return
            if address[1] == ETH_P_IP and address[2] == PACKET_OUTGOING:
                seconds, nanoseconds = struct.unpack_from("=2q", control[0][2])
                self.packets.append((seconds + nanoseconds / 1e9, data))


def lines(packets, name_port):
    """Packets in words; sequence numbers count from the SYN of their direction."""
    origins = {}
    return [line(data, origins, name_port) for _, data in packets]


def times(packets):
    return [round(at - packets[0][0], 3) for at, _ in packets]


def line(data, origins, name_port):
    header = (data[0] & 15) * 4
    protocol, body = data[9], data[header:]
    if protocol == 1:
        return f"icmp type={body[0]} code={body[1]}"
    source, destination = struct.unpack_from(">2H", body)
    if protocol == 17:
        (length,) = struct.unpack_from(">H", body, 4)
        return f"udp {name_port(source)}>{name_port(destination)} len={length - 8}"
    seq, ack, offset, bits = struct.unpack_from(">2I2B", body, 4)
    here = ((data[12:16], source), (data[16:20], destination))
    if bits & 2:
        origins[here] = seq
    own = origins.setdefault(here, seq)
    flags = "|".join(name for name, bit in FLAGS if bits & bit)
    ends = f"{name_port(source)}>{name_port(destination)}"
    text = f"{ends} {flags} seq={(seq - own) & 0xFFFFFFFF}"
    if bits & 16:
        text += f" ack={(ack - origins.get(here[::-1], ack)) & 0xFFFFFFFF}"
    (total,) = struct.unpack_from(">H", data, 2)
    # A burst of 64 KiB and more writes no length into its header.
    length = (total or len(data)) - header - (offset >> 4) * 4
    return f"{text} len={length}"
