"""The reference of the API's timings: the same server and the same work for the client, with nothing behind it."""

from __future__ import annotations

from fastapi import FastAPI


def app() -> FastAPI:
    """Answers at once."""
    made = FastAPI()

    @made.post("/api/v1/stories", status_code=201)
    async def create() -> dict[str, bool]:
        return {"success": True}

    @made.get("/health/live")
    async def live() -> dict[str, bool]:
        return {"success": True}

    return made
