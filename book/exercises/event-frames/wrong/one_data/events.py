def event(number, text):
    """One event of a stream, as bytes."""
    return f"id: {number}\ndata: {text}\n\n".encode()
