"""Text to claims: what a report says happened, where, when, by whom, in which words."""

from .read import read, read_stream
from .text.sides import WARS, War, count_names, load_war, war_of

__all__ = ["WARS", "War", "count_names", "load_war", "read", "read_stream", "war_of"]
