"""What a control map means: fronts, salients, pockets, sieges, routes, tempo, on a day and through time."""
