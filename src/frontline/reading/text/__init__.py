"""Words and what they are by themselves: sentences, letters, times, names of sides; the lexicon."""
