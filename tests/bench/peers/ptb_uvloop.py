"""Peer `ptb-aiohttp-uvloop`: the same as `ptb-aiohttp`, on uvloop. It stores nothing."""

import asyncio

import uvloop

from tests.bench.peers.ptb_aiohttp import main

if __name__ == "__main__":
    asyncio.set_event_loop(uvloop.new_event_loop())
    main()
