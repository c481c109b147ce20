"""Helpers for requests that send: whether the provider answers, and whether the message has arrived."""
