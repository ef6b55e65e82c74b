LIMIT = 8_192


class TooLarge(Exception):
    """The head is longer than this server takes."""


def read_head(receive, parse):
    data = b""
    while True:
        piece = receive()
        data += piece
        if b"\r\n\r\n" in piece:  # the end, if it comes in one piece
            return parse(data)
        if len(data) > LIMIT:
            raise TooLarge
