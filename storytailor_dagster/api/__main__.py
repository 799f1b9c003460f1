"""`python -m storytailor_dagster.api --host 127.0.0.1 --port 8000`: the API, served within its limits."""

from __future__ import annotations

import argparse

import uvicorn

from storytailor_dagster.api.serve import config

if __name__ == "__main__":
    told = argparse.ArgumentParser(prog="python -m storytailor_dagster.api", description="Serves the API.")
    told.add_argument("--host", default="127.0.0.1")
    told.add_argument("--port", type=int, default=8000)
    told.add_argument("--log-level", default="info")
    given = told.parse_args()
    application = "storytailor_dagster.api.app:app"
    served = config(application, factory=True, host=given.host, port=given.port, log_level=given.log_level)
    uvicorn.Server(served).run()
