def wants_websocket(fields):
    """Says whether a request asks for WebSocket. Names of fields come in lower case."""
    options = [option.strip().lower() for option in fields.get("connection", "").split(",")]
    return (
        fields.get("upgrade", "").lower() == "websocket"
        and "upgrade" in options
        and fields.get("sec-websocket-version") == "13"
    )
