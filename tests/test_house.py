"""Data goes through the house one way: a room imports from `model` and from rooms before it, never back."""

from __future__ import annotations

import ast
from pathlib import Path

import frontline

# The way of the data. What stands earlier knows nothing of what stands later.
ROOMS = [
    "_errors",
    "model",
    "wars",
    "names",
    "theatre",
    "sources",
    "reading",
    "ledger",
    "control",
    "picture",
    "check",
    "outlook",
    "exports",
    "briefing",
    "web",
    "cli",
]
HOUSE = Path(frontline.__file__).parent


def _imported_rooms(file: Path) -> set[str]:
    package = list(file.relative_to(HOUSE).with_suffix("").parts[:-1])
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            if node.level:
                base = ["frontline", *package[: len(package) - node.level + 1]]
                stem = [*base, *(node.module.split(".") if node.module else [])]
            else:
                stem = (node.module or "").split(".")
            names = [[*stem, alias.name] for alias in node.names]
        else:
            continue
        found |= {name[1] for name in names if name[0] == "frontline" and len(name) > 1}
    return found & set(ROOMS)


def test_every_room_is_on_the_way_of_the_data() -> None:
    rooms = {path.name for path in HOUSE.iterdir() if path.is_dir() and (path / "__init__.py").exists()}
    assert rooms <= set(ROOMS)


def test_no_room_imports_from_a_room_that_comes_after_it() -> None:
    back = []
    for file in HOUSE.rglob("*.py"):
        room = file.relative_to(HOUSE).parts[0].removesuffix(".py")
        if room not in ROOMS:
            continue
        back += [
            f"{file.relative_to(HOUSE)} imports {other}"
            for other in _imported_rooms(file)
            if ROOMS.index(other) > ROOMS.index(room)
        ]
    assert back == []


def test_reading_goes_from_text_to_grammar_to_claims() -> None:
    rooms = ["text", "grammar", "claims"]
    reading = HOUSE / "reading"
    back = [
        f"{file.relative_to(reading)} knows {later}"
        for k, room in enumerate(rooms)
        for file in (reading / room).glob("*.py")
        for later in [*rooms[k + 1 :], "read"]
        if f"frontline.reading.{later}" in file.read_text(encoding="utf-8")
    ]
    assert back == []
