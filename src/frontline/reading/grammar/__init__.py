"""Words into phrases and clauses: what stands with what, and whether it is told as a fact."""
