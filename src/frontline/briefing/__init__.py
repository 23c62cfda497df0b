"""The picture in words, maps and pages, every sentence footnoted to the reports or the figures that it rests on."""

from .highlights import highlights
from .situation import Situation
from .write import Written, sections, write, write_situation

__all__ = ["Situation", "Written", "highlights", "sections", "write", "write_situation"]
