def event(number, text):
    """One event of a stream, as bytes."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    data = "".join(f"data: {line}\n" for line in lines)
    return f"id: {number}\n{data}\n".encode()
