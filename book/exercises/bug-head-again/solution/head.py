LIMIT = 8_192
END = b"\r\n\r\n"


class TooLarge(Exception):
    """The head is longer than this server takes."""


def read_head(receive, parse):
    """Receives until the head is whole, and returns its fields.

    `receive()` gives the next piece. `parse(data)` gives the fields, or None if their end is not
    there yet; it looks at every byte of `data`.
    """
    data, searched = bytearray(), 0
    while True:
        data += receive()
        end = data.find(END, searched)
        length = end + len(END) if end >= 0 else len(data)
        if length > LIMIT:
            raise TooLarge
        if end >= 0:
            return parse(bytes(data))
        searched = max(0, len(data) - len(END) + 1)  # the end may have begun already
