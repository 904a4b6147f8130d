"""The pipeline as an HTTP service, for programs that are not in Python.

    clients → app (ASGI) → desk → worker processes

`normalize serve` runs it; `docs/pipelines.md` describes it.
"""
