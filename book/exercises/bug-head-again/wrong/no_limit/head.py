END = b"\r\n\r\n"


class TooLarge(Exception):
    """The head is longer than this server takes."""


def read_head(receive, parse):
    data, searched = bytearray(), 0
    while data.find(END, searched) < 0:
        searched = max(0, len(data) - len(END) + 1)
        data += receive()
    return parse(bytes(data))
