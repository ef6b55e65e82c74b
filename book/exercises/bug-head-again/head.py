LIMIT = 8_192


class TooLarge(Exception):
    """The head is longer than this server takes."""


def read_head(receive, parse):
    """Receives until the head is whole, and returns its fields.

    `receive()` gives the next piece. `parse(data)` gives the fields, or None if their end is not
    there yet; it looks at every byte of `data`.
    """
    data = b""
    while True:
        data += receive()
        fields = parse(data)
        if fields is not None:
            return fields
