"""Locks of PostgreSQL that somebody waits for."""

import asyncio

from sqlalchemy import text

from storage.engine.database import Database


async def somebody_waits(database: Database) -> None:
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    async with asyncio.timeout(20):
        while True:
            async with database.read() as uow:
                if await uow.session.scalar(waits):
                    return
