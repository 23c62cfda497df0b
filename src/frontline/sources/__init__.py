"""Other people's tables and polygons: daily control maps as a series that is read, measured and drawn."""

from .maps import Imported, import_maps
from .metrics import Measures, measure, summed
from .series import Series, control_map, ground_on, open_series, theatre_of

__all__ = [
    "Imported",
    "Measures",
    "Series",
    "control_map",
    "ground_on",
    "import_maps",
    "measure",
    "open_series",
    "summed",
    "theatre_of",
]
