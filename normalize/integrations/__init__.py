"""Adapters: the pipeline as a step of engines, data frames and document frameworks.

Each module imports the package that it is named for, and checks its version, when it is imported or used;
`docs/pipelines.md` shows them at work.
"""
