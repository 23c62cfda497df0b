"""War reports turned into a sourced, dated, computable picture of who holds what."""

__version__ = "0.1.0"
