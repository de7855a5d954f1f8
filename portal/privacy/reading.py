"""The text of a notice as headings, paragraphs and lists."""

from dataclasses import dataclass, field


@dataclass
class Block:
    """One piece: kind is "heading", "text" or "list"; `lines` of a heading or text is one."""

    kind: str
    lines: list[str] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """ "## " begins a heading, "- " an item; any other line that is not empty is a paragraph."""
    found: list[Block] = []
    for line in (line.strip() for line in text.splitlines()):
        if line.startswith("## "):
            found.append(Block("heading", [line[3:]]))
        elif line.startswith("- ") and found and found[-1].kind == "list":
            found[-1].lines.append(line[2:])
        elif line.startswith("- "):
            found.append(Block("list", [line[2:]]))
        elif line:
            found.append(Block("text", [line]))
    return found
