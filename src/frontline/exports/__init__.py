"""Plain JSON and GIS layers: what other programs read."""
