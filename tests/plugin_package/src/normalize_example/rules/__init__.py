"""The rule files beside this module are the pack."""
