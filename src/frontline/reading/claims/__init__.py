"""Clauses into claims: what verbs and nouns tell, of which place, by whom, when."""
