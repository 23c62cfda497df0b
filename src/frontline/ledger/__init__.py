"""The append-only record: reports, what readers found in them, and what analysts decided about it."""

from .agreement import Agreement, Score, agreement
from .entries import (
    Added,
    Decision,
    Entered,
    add,
    add_all,
    decide,
    decisions,
    journal,
    latest_reports,
    unread,
    would_add,
)
from .independence import same_texts
from .record import build, record
from .storage import SCHEMA, Ledger, open_ledger

__all__ = [
    "SCHEMA",
    "Added",
    "Agreement",
    "Decision",
    "Entered",
    "Ledger",
    "Score",
    "add",
    "add_all",
    "agreement",
    "build",
    "decide",
    "decisions",
    "journal",
    "latest_reports",
    "open_ledger",
    "record",
    "same_texts",
    "unread",
    "would_add",
]
