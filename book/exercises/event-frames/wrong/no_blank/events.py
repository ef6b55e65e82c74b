def event(number, text):
    """One event of a stream, as bytes."""
    data = "".join(f"data: {line}\n" for line in text.split("\n"))
    return f"id: {number}\n{data}".encode()
