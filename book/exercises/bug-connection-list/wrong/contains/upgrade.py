def wants_websocket(fields):
    """Says whether a request asks for WebSocket. Names of fields come in lower case."""
    return (
        fields.get("upgrade", "").lower() == "websocket"
        and "upgrade" in fields.get("connection", "").lower()
        and fields.get("sec-websocket-version") == "13"
    )
