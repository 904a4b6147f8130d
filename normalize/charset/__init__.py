"""Bytes to text: `decode` finds out what charset a document is in and says how it knew."""

from __future__ import annotations

from normalize.charset.policy import DecodeConfig, Decoded, decode

__all__ = ["DecodeConfig", "Decoded", "decode"]
