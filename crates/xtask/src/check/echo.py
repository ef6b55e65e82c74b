"""An echo on Python's `websockets`, for `cargo xtask check`: `python3 echo.py FOLDER` prints its port
and ends with its standard input."""

import asyncio
import logging
import sys

sys.path.insert(0, sys.argv[1])
from websockets.asyncio.server import serve  # noqa: E402

# What a case does wrong on purpose is logged as an error otherwise.
logging.disable(logging.CRITICAL)


async def echo(connection):
    async for message in connection:
        await connection.send(message)


async def main():
    async with serve(echo, "127.0.0.1", 0, max_size=64 << 20) as server:
        print(server.sockets[0].getsockname()[1], flush=True)
        await asyncio.to_thread(sys.stdin.read)


asyncio.run(main())
