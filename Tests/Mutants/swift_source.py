"""Where in a Swift or C file a change can be chosen at run time: the body of a function, or the value of a property.

Nothing is parsed but what that takes: strings, comments, brackets, and the first words of declarations. The compiler
decides whether a rewritten file is valid.
"""

import bisect
import dataclasses
import re

TOKEN = re.compile(r"//|/\*|#*\"|'(?=(?:\\.|[^\\'\n])')")
MODIFIERS = (
    "public package internal private fileprivate static final override mutating nonmutating nonisolated indirect "
    "convenience required lazy weak unowned dynamic borrowing consuming prefix postfix infix").split()
ARGUMENTS = r"(?:\((?:[^()]|\([^()]*\))*\))?"
DECLARATION = re.compile(
    rf"[ \t]*(?:(?:@\w+(?:<[^>\n]*>)?|{'|'.join(MODIFIERS)}|class(?=\s+(?:func|var|subscript))){ARGUMENTS}\s+)*"
    r"(func|init|deinit|subscript|var|let|struct|class|enum|actor|extension|protocol|case|typealias|import)\b")
TYPES = {"struct", "class", "enum", "actor", "extension", "protocol"}
ACCESSOR = re.compile(
    r"\s*(?:@\w+\s+|mutating\s+|nonmutating\s+)*(?:get|set|willSet|didSet|_read|_modify)\b\s*(?:\(\w+\))?"
    r"\s*(?:async\s*)?(?:throws(?:\(\w+\))?\s*)?\{")
KEYWORD = re.compile(r"\b(?:var|let|func|init|struct|class|enum|case)\b(?!\()")
OBSERVED = re.compile(r"\{\s*(?:willSet|didSet)\b")
ASSIGNED = re.compile(r"(?<![=!<>+\-*/%&|^~.])=(?![=])")


@dataclasses.dataclass(frozen=True)
class Unit:
    """A part of a file that can be there twice."""

    start: int
    end: int
    # Statements in braces; otherwise an expression.
    is_body: bool


def string_end(text, start):
    match = re.compile(r'(#*)("""|")').match(text, start)
    close, escape, place = match[2] + match[1], "\\" + match[1], match.end()
    while place < len(text):
        if text.startswith(close, place):
            return place + len(close)
        if text.startswith(escape, place):
            place += len(escape)
            if not text.startswith("(", place):
                place += 1
                continue
            depth = 0
            while place < len(text):
                if text[place] in "\"#" and re.compile(r'#*"').match(text, place):
                    place = string_end(text, place)
                    continue
                depth += {"(": 1, ")": -1}.get(text[place], 0)
                place += 1
                if depth == 0:
                    break
            continue
        place += 1
    return place


def comment_end(text, start):
    if text.startswith("//", start):
        end = text.find("\n", start)
        return len(text) if end < 0 else end
    depth, place = 1, start + 2
    while depth and place < len(text):
        mark = text[place : place + 2]
        depth += {"/*": 1, "*/": -1}.get(mark, 0)
        place += 2 if mark in ("/*", "*/") else 1
    return place


def masked(text):
    """The text with its strings as letters and its comments as spaces: each bracket in it is one of the code."""
    parts, place = [], 0
    while match := TOKEN.search(text, place):
        start = match.start()
        if text[start] == "/":
            end, fill = comment_end(text, start), " "
        elif text[start] == "'":
            end, fill = text.index("'", start + (3 if text[start + 1] == "\\" else 2)) + 1, "s"
        else:
            end, fill = string_end(text, start), "s"
        parts += [text[place:start], re.sub(r"[^\n]", fill, text[start:end])]
        place = end
    return "".join(parts) + text[place:]


class Source:
    """Brackets of a masked text, and its declarations."""

    def __init__(self, text):
        self.text = text
        self.mask = masked(text)
        self.closes, self.depths, opened = {}, [0] * (len(text) + 1), []
        self.is_balanced = True
        for place, character in enumerate(self.mask):
            if character in ")]}":
                if opened:
                    self.closes[opened.pop()] = place
                else:
                    self.is_balanced = False
            self.depths[place] = len(opened)
            if character in "([{":
                opened.append(place)
        self.is_balanced = self.is_balanced and not opened
        self.lines = [0] + [match.end() for match in re.finditer("\n", self.mask)]

    def line(self, place):
        """Counted from 1."""
        return bisect.bisect_right(self.lines, place)

    def at_depth(self, pattern, start, end):
        """The first match that is in no bracket which opens after `start`."""
        depth = self.depths[start]
        for match in pattern.finditer(self.mask, start, end):
            if self.depths[match.start()] == depth:
                return match
        return None

    def unit(self, start, end):
        """The smallest part with the given one that can be there twice; None in a signature, a raw value and so on."""
        if not self.is_balanced:
            return None
        return self._within(0, len(self.mask), start, end)

    def _within(self, low, high, start, end):
        depth = self.depths[low] if low < len(self.mask) else 0
        first = bisect.bisect_left(self.lines, low)
        found = [
            match for place in self.lines[first:] if place < high and self.depths[place] == depth
            and (match := DECLARATION.match(self.mask, place, high))]
        last = bisect.bisect_right([match.start() for match in found], start) - 1
        if last < 0:
            return None
        limit = found[last + 1].start() if last + 1 < len(found) else high
        return self._of(found[last], limit, start, end) if end <= limit else None

    def _of(self, declaration, limit, start, end):
        kind, begin = declaration[1], declaration.end()
        if kind in ("var", "let") and (assigned := self.at_depth(re.compile(r"\{|" + ASSIGNED.pattern), begin, limit)):
            if assigned[0] == "=":
                return self._value(assigned.end(), limit, start, end)
        brace = self.at_depth(re.compile(r"\{"), begin, limit)
        if not brace or kind in ("case", "typealias", "import"):
            return None
        low, high = brace.end(), self.closes[brace.start()]
        if not low <= start <= end <= high:
            return None
        if kind in TYPES:
            return self._within(low, high, start, end)
        return self._body(low, high, start, end)

    def _body(self, low, high, start, end):
        """Of a function, or of the accessor that has the place."""
        place, accessor = low, ACCESSOR.match(self.mask, low, high)
        if not accessor:
            return Unit(low, high, True)
        while accessor := ACCESSOR.match(self.mask, place, high):
            close = self.closes[accessor.end() - 1]
            if accessor.end() <= start and end <= close:
                return Unit(accessor.end(), close, True)
            place = close + 1
        return None

    def _value(self, low, limit, start, end):
        observed = self.at_depth(OBSERVED, low, limit)
        if observed:
            limit = observed.start()
            close = self.closes[limit]
            if limit < start and end <= close:
                return self._body(limit + 1, close, start, end)
        lines = self.mask[low:limit].rstrip().split("\n")
        # Attributes and conditions of the next declaration.
        while len(lines) > 1 and re.match(r"\s*[@#}]|\s*$", lines[-1]):
            lines.pop()
        high = low + len("\n".join(lines).rstrip())
        # A declaration whose beginning was not recognized.
        if self.at_depth(KEYWORD, low, high):
            return None
        return Unit(low, high, False) if low <= start and end <= high else None


class CSource(Source):
    """In C only functions have bodies at the outermost level that follow a parenthesis."""

    def unit(self, start, end):
        for match in re.finditer(r"\)\s*\{", self.mask):
            low = match.end()
            if self.depths[low - 1] == 0 and self.is_balanced:
                high = self.closes[low - 1]
                if low <= start and end <= high:
                    return Unit(low, high, True)
        return None
