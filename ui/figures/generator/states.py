"""Moments that are no method: the rest, a question, the end."""
