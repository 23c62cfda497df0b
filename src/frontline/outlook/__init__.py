"""What may follow: what if, what matters, what next."""
