//! A page's WebSocket against servers that a test plays byte by byte.
