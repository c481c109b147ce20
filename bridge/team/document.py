"""YAML documents in which every value has its line number."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bridge.errors import Misconfigured

# Keys and indexes that lead to a value: ("employees", 0, "phone").
NodePath = tuple[str | int, ...]


@dataclass
class Document:
    """The content of a YAML file. Every scalar is its text as written, so phone numbers keep their zeros."""

    name: str
    content: Any = None
    lines: dict[NodePath, int] = field(default_factory=dict)

    def fault(self, place: NodePath, reason: str) -> str:
        """Return the reason with the file's name and the line of the value, or of the nearest value around it."""
        while place and place not in self.lines:
            place = place[:-1]
        line = f", line {self.lines[place]}" if place in self.lines else ""
        return f"{self.name}{line}: {reason}"

    def add(self, node: Node, place: NodePath = ()) -> Any:
        self.lines.setdefault(place, node.start_mark.line + 1)
        match node:
            case MappingNode():
                return self._mapping(node, place)
            case SequenceNode():
                return [self.add(item, (*place, index)) for index, item in enumerate(node.value)]
            case ScalarNode(tag="tag:yaml.org,2002:null"):
                return None
        return self._text(node.value, place)

    def _text(self, text: str, place: NodePath) -> str:
        """Refuse characters that neither a file's name nor a database can store.

        An escape such as "\\0" produces them.
        """
        if "\0" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise Misconfigured("{fault}", fault=self.fault(place, "it contains characters that no text has"))
        return text

    def _mapping(self, node: MappingNode, place: NodePath) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if not isinstance(key, ScalarNode):
                raise Misconfigured("{file}, line {line}: a key must be a word", file=self.name, line=at)
            name = self._text(key.value, place)
            self.lines[(*place, name)] = at
            if name in found:
                raise Misconfigured("{fault}", fault=self.fault((*place, name), f'"{name}" stands there twice'))
            found[name] = self.add(value, (*place, name))
        return found


def read(path: Path) -> Document:
    """Read a file with one YAML document.

    Raises:
        Misconfigured: the file is missing, not in UTF-8, or not YAML; the text says what is wrong and in which line.
    """
    document = Document(path.name)
    try:
        node = yaml.compose(path.read_text("utf-8-sig"), yaml.SafeLoader)
        document.content = document.add(node) if node else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise Misconfigured("{fault}", fault=_unreadable(path, error)) from error
    return document


def _unreadable(path: Path, error: Exception) -> str:
    match error:
        case OSError():
            return f"{path} cannot be read: {error.strerror}"
        case UnicodeDecodeError():
            return f"{path.name} is not in UTF-8"
        case yaml.MarkedYAMLError(problem_mark=yaml.Mark(line=line)):
            begun = error.context_mark.line if error.context_mark else line
            return f"{path.name}, line {line + 1}: {_words(str(error.problem), begun + 1)}"
        case RecursionError():
            return f"{path.name} contains itself, or is nested too deep"
    return f"{path.name} is not YAML: it contains characters that no text has"


# Explanations of usual mistakes, by the beginning of the parser's message. {line} is where the construct began.
WORDS = {
    r"found character '\t'": "indent with spaces, not with a tab",
    "found character ": "a text that begins with a sign such as @, % or ` needs quotes",
    "found undefined alias": "a text that begins with * needs quotes",
    "mapping values are not allowed": (
        "indent it like the line above it, or put quotes around the text if it has a colon and a space in it"
    ),
    "expected <block end>": "indent it like the entries above it, and write nothing after a text in quotes",
    "expected ',' or ']'": "the [ of line {line} is not closed, or a comma is missing",
    "expected ',' or '}'": "the {{ of line {line} is not closed, or a comma is missing",
    "found unexpected end of stream": "the quotes that begin in line {line} are not closed",
    "found unknown escape": "write \\\\ for \\ within double quotes, or use single quotes",
    "but found another document": "leave out the line --- and what follows it: the file is one document",
}


def _words(problem: str, line: int) -> str:
    """Explain a mistake to the file's author. `line` is the line in which the wrong construct begins."""
    said = next((words for begins, words in WORDS.items() if problem.startswith(begins)), None)
    return said.format(line=line) if said else f"this is not YAML: {problem}"
