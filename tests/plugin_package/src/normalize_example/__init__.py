"""Plug-ins for normalize, as an example."""
