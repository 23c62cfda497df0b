"""The picture in words, maps and pages, every sentence footnoted to the reports or the figures that it rests on."""

from .situation import Situation
from .write import Written, sections, write, write_situation

__all__ = ["Situation", "Written", "sections", "write", "write_situation"]
