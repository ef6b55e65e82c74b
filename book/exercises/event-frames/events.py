def event(number, text):
    """One event of a stream, as bytes."""
    return f"data: {text}\n".encode()
