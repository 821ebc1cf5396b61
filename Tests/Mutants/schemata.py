"""Puts all faults into one tree, each switched on by its name in the variable MUTANT.

The body of a function with a fault becomes `if Mutant.is("room/name") { the body with it } else { the body }`, and the
value of a property a choice of two values. A file that is embedded in a library is changed where the library reads it.
What is in no such place, a signature for example, has a build of its own.
"""

import collections
import pathlib
import re

from swift_source import CSource, Source

# Programs that are started behind walls get an environment made for them: the variable belongs in it, too.
WIRES = [(
    "Core/Confinement/Processes/ConfinedProgram.swift", "self.environment = environment\n",
    "self.environment = environment.merging(Mutant.variable) { own, _ in own }\n")]
# At the end of each file that has faults: no module needs another for it.
SWIFT = '''
import Glibc

private enum Mutant {
    static let name: [UInt8]? = getenv("MUTANT").map { Array(String(cString: $0).utf8) }
    static var variable: [String: String] { name.map { ["MUTANT": String(decoding: $0, as: UTF8.self)] } ?? [:] }

    @inline(never)
    static func `is`(_ fault: StaticString) -> Bool {
        guard let name, name.count == fault.utf8CodeUnitCount else { return false }
        return memcmp(name, fault.utf8Start, name.count) == 0
    }

    static func text(_ bytes: [UInt8], _ faults: [(StaticString, String, String)]) -> [UInt8] {
        guard let (_, old, new) = faults.first(where: { `is`($0.0) }) else { return bytes }
        return Array(String(decoding: bytes, as: UTF8.self).replacing(old, with: new).utf8)
    }
}
'''
# At the beginning, where no header may come before the file's own definitions.
C = '''char *getenv(const char *);
int strcmp(const char *, const char *);
static inline int mutant(const char *fault) {
    char *name = getenv("MUTANT");
    return name != 0 && strcmp(name, fault) == 0;
}
'''


class Rewritten:
    """A file with its faults, and the lines that belong to each."""

    def __init__(self):
        self.text = ""
        # First and last line, and the names of faults that may be why the compiler refuses them.
        self.ranges = []

    def add(self, text, names=()):
        first = self.text.count("\n") + 1
        self.text += text
        if names:
            self.ranges.append((first, self.text.count("\n") + 1, frozenset(names)))

    def at(self, line):
        """The faults that a line may be wrong because of: those of the smallest part that it is in."""
        found = [(last - first, names) for first, last, names in self.ranges if first <= line <= last]
        return min(found, key=lambda each: each[0])[1] if found else frozenset()


def literal(text):
    for plain, escaped in [("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r"), ("\t", "\\t"), ("\0", "\\0")]:
        text = text.replace(plain, escaped)
    return f'"{text}"'


def resource(path):
    """What SwiftPM calls an embedded file."""
    return "PackageResources." + re.sub(r"\W", "_", pathlib.PurePath(path).name)


class Schemata:
    """The files that change, and the faults that have no place in them.

    - Parameter files: Text by path, of a tree without faults.
    """

    def __init__(self, files, faults):
        self.originals, self.files, self.own = files, {}, {}
        changes, texts = collections.defaultdict(list), collections.defaultdict(list)
        for fault in faults:
            if fault.own_build:
                self.own[fault.name] = fault.own_build
            elif pathlib.PurePath(fault.path).suffix in (".swift", ".c"):
                changes[fault.path].append(fault)
            elif owner := self._owner(fault.path):
                texts[owner].append(fault)
            else:
                self.own[fault.name] = f"no library embeds {fault.path}"
        wires = collections.defaultdict(list)
        for path, old, new in WIRES:
            wires[path].append((old, new))
        for path in sorted({*changes, *texts, *wires}):
            self.files[path] = self._rewritten(path, changes[path], texts[path], wires[path])

    def _owner(self, path):
        """The Swift file that reads an embedded file: in the nearest folder above it that has one."""
        name = re.compile(re.escape(resource(path)) + r"\b")
        for folder in pathlib.PurePath(path).parents:
            for each in sorted(self.originals):
                is_beside = each.endswith(".swift") and pathlib.PurePath(each).parent == folder
                if is_beside and name.search(self.originals[each]):
                    return each
        return None

    def _rewritten(self, path, faults, texts, wires):
        original, is_swift = self.originals[path], path.endswith(".swift")
        source = Source(original) if is_swift else CSource(original)
        units = collections.defaultdict(list)
        for fault in faults:
            start, end, new = fault.change(original)
            if unit := source.unit(start, end):
                units[unit].append((fault.name, original[unit.start : start] + new + original[end : unit.end]))
            else:
                self.own[fault.name] = "no body or value to choose"
        edits = [(unit.start, unit.end, (unit, choices)) for unit, choices in units.items()]
        for old, new in wires:
            start = original.index(old)
            edits.append((start, start + len(old), new))
        for file in {fault.path for fault in texts}:
            own = [fault for fault in texts if fault.path == file]
            start = re.search(re.escape(resource(file)) + r"\b", original).start()
            entries = ", ".join(f"({literal(each.name)}, {literal(each.old)}, {literal(each.new)})" for each in own)
            edits.append((
                start, start + len(resource(file)), f"Mutant.text({resource(file)}, [{entries}])"))
        result, place = Rewritten(), 0
        result.add("" if is_swift or not units else C)
        for start, end, what in sorted(edits, key=lambda each: each[0]):
            result.add(original[place:start])
            if isinstance(what, str):
                result.add(what)
            else:
                choose(result, *what, original[start:end], "Mutant.is" if is_swift else "mutant")
            place = end
        result.add(original[place:])
        result.add(SWIFT if is_swift and edits else "")
        return result


def choose(result, unit, choices, original, function):
    """Each branch on lines of its own, so that an error is one of a fault's."""
    names = [name for name, _ in choices]
    first = result.text.count("\n") + 1
    for number, (name, text) in enumerate(choices):
        condition = f'{function}("{name}")' if function == "Mutant.is" else f'({function}("{name}"))'
        if unit.is_body:
            result.add(f"{'' if number else chr(10)}{'} else ' if number else ''}if {condition} {{\n")
        else:
            result.add(f" {condition}\n? (")
        result.add(text, [name])
        result.add("\n" if unit.is_body else ")\n:")
    result.add(f"}} else {{\n{original}\n}}\n" if unit.is_body else f" ({original})")
    result.ranges.append((first, result.text.count("\n") + 1, frozenset(names)))
