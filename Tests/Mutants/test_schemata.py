"""Of the rewriting that puts all faults into one build: python3 Tests/Mutants/test_schemata.py"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import textwrap
import unittest
import unittest.mock

sys.path.insert(0, str(pathlib.Path(__file__).parent))
from faults import ROOT, Fault, faults
from schemata import WIRES, Schemata
from swift_source import CSource, Source, masked


def fault(old, new, name="f", path="Core/A/A.swift"):
    return Fault("room", {"name": name, "file": path, "old": old, "new": new, "tests": ["ATests.SomeTests"]})


def rewritten(text, *found, path="Core/A/A.swift"):
    with unittest.mock.patch("schemata.WIRES", []):
        schemata = Schemata({path: text}, found)
    return schemata.files[path], schemata.own


def plain(text):
    """Without the generated end, and with one space for any white space."""
    return " ".join(text.split("\nimport Glibc")[0].split())


class MaskTests(unittest.TestCase):
    def test_strings_and_comments(self):
        text = 'let a = "}\\"{" // {\nlet b = #"\\"#\n/* { /* { */ } */ f("\\(g("}", { $0 }))") { "" }'
        mask = masked(text)
        self.assertEqual(len(mask), len(text))
        self.assertEqual([mask.count(each) for each in "{}\n"], [1, 1, 2])
        self.assertEqual(re.sub(r"s+", "s", mask.split("\n")[0]).rstrip(), "let a = s")

    def test_strings_of_several_lines(self):
        mask = masked('let a = """\n    " { \\("}") \\"""\n    """\nlet b = ##"a"#{"##; let c = 1')
        self.assertNotIn("{", mask)
        self.assertTrue(mask.endswith("; let c = 1"))

    def test_characters_of_c(self):
        self.assertEqual(masked("a = '{'; b = '\\''; c = '}';"), "a = sss; b = ssss; c = sss;")


class UnitTests(unittest.TestCase):
    TEXT = textwrap.dedent('''
        /// It isn't { balanced.
        struct A: P {
            static let limit = 64
            @Option(help: "a { b") var list: [String] = [
                "one", "two",
            ]
            // Of the next one.
            @Test("x")
            private(set) var watched = 1 {
                didSet { tell(watched) }
            }

            package var isOpen: Bool { count > 0 }
            private let mark = "m"
            @Builder<Part> private static var parts: [Part] { Part(1) }
            let last = "l"
            unheard let odd = "o"
            var both: Int {
                get { stored }
                set { stored = newValue }
            }

            init(_ value: Int = 7, then: () -> Void = {}) {
                self.value = value
            }

            enum Kind: String {
                case first = "a"
                static func of(_ text: String) throws(E) -> Kind {
                    for each in text { if each == "{" { return .first } }
                    func inner() { note("\\(text.map { $0 })") }
                    return .second
                }
            }
        }
        func outside() -> Int where B == Int { 5 }
        ''')

    def unit(self, part):
        start = self.TEXT.index(part)
        unit = Source(self.TEXT).unit(start, start + len(part))
        return unit and (self.TEXT[unit.start : unit.end].strip(), unit.is_body)

    def test_places(self):
        self.assertEqual(self.unit("64"), ("64", False))
        self.assertEqual(self.unit('"one", '), ('[\n        "one", "two",\n    ]', False))
        self.assertEqual(self.unit("1"), ("1", False))
        self.assertEqual(self.unit("tell"), ("tell(watched)", True))
        self.assertEqual(self.unit("count"), ("count > 0", True))
        self.assertEqual(self.unit('"m"'), ('"m"', False))
        self.assertEqual(self.unit("Part(1)"), ("Part(1)", True))
        self.assertEqual(self.unit("newValue"), ("stored = newValue", True))
        self.assertEqual(self.unit("self.value"), ("self.value = value", True))
        self.assertEqual(self.unit("5"), ("5", True))
        self.assertTrue(self.unit("$0")[0].startswith("for each in"))
        self.assertTrue(self.unit("$0")[0].endswith("return .second"))

    def test_no_places(self):
        for part in ('"a"', "= 7", ": P", "throws(E)", "get { stored }\n        set", "Of the next", '"l"'):
            self.assertIsNone(self.unit(part), part)

    def test_a_file_that_is_not_understood(self):
        self.assertIsNone(Source("func a() { b }\n}").unit(11, 12))

    def test_c(self):
        text = "static const int a[] = {1};\nint f(void)\n{\n    return '}';\n}\n"
        self.assertIsNone(CSource(text).unit(text.index("1"), text.index("1") + 1))
        unit = CSource(text).unit(text.index("return"), text.index(";\n}"))
        self.assertEqual(text[unit.start : unit.end].strip(), "return '}';")


class RewritingTests(unittest.TestCase):
    def test_body(self):
        file, own = rewritten(
            "struct A {\n    func f() -> Int {\n        let a = 1\n        return a\n    }\n}\n",
            fault("let a = 1", "let a = 2", "first"), fault("        return a\n", "        return a + 1\n", "second"))
        self.assertEqual(own, {})
        self.assertEqual(
            plain(file.text),
            'struct A { func f() -> Int { if Mutant.is("room/first") { let a = 2 return a } else if '
            'Mutant.is("room/second") { let a = 1 return a + 1 } else { let a = 1 return a } } }')

    def test_value(self):
        file, _ = rewritten(
            "enum A {\n    static let a = 64\n\n    let b = 1\n}\n", fault("64", "8"), fault("a = 64", "a = -1", "g"))
        self.assertEqual(
            plain(file.text),
            'enum A { static let a = Mutant.is("room/f") ? ( 8) : Mutant.is("room/g") ? ( -1) : ( 64) let b = 1 }')

    def test_removed_statement(self):
        file, _ = rewritten("func f() {\n    a()\n    b()\n}\n", fault("    b()\n", ""))
        self.assertEqual(plain(file.text), 'func f() { if Mutant.is("room/f") { a() } else { a() b() } }')

    def test_signature(self):
        file, own = rewritten("func f(a: Int = 1) {}\n", fault("= 1", "= 2"))
        self.assertEqual(list(own), ["room/f"])
        self.assertEqual(file.text, "func f(a: Int = 1) {}\n")

    def test_c(self):
        file, _ = rewritten(
            "#define _GNU_SOURCE\nint f(void) {\n    return 1;\n}\n", fault("return 1", "return 2", path="A.c"),
            path="A.c")
        self.assertIn('if (mutant("room/f")) {\n\n    return 2;\n\n} else {\n\n    return 1;\n\n}', file.text)
        self.assertTrue(file.text.startswith("char *getenv"))

    def test_embedded_file(self):
        library = "let files = [PackageResources.b_ts, PackageResources.a_b_ts]\n"
        schemata = Schemata(
            {"Core/L/L.swift": library, WIRES[0][0]: WIRES[0][1]},
            [fault('x\n"', "y", path="Core/L/Files/a-b.ts"), fault("x", "y", "g", path="Core/M/c.ts")])
        self.assertIn(
            'let files = [PackageResources.b_ts, Mutant.text(PackageResources.a_b_ts, [("room/f", "x\\n\\"", "y")])]\n',
            schemata.files["Core/L/L.swift"].text)
        self.assertEqual(list(schemata.own), ["room/g"])

    def test_lines_of_errors(self):
        file, _ = rewritten(
            "import A\nfunc f() {\n    a()\n}\nfunc g() {\n    c()\n}\n", fault("a()", "b()", "first"),
            fault("a()", "d()", "second"), fault("c()", "e()", "third"))
        lines = {line.strip(): number for number, line in enumerate(file.text.split("\n"), 1)}
        self.assertEqual(file.at(lines["b()"]), {"room/first"})
        self.assertEqual(file.at(lines["d()"]), {"room/second"})
        # What is wrong with the text without a fault is wrong because of all that share it.
        self.assertEqual(file.at(lines["a()"]), {"room/first", "room/second"})
        self.assertEqual(file.at(lines["e()"]), {"room/third"})
        self.assertEqual(file.at(1), set())

    def test_every_fault_of_the_project(self):
        """Each is in the one build, or says why not; its branch is what the file would be with it alone."""
        found = [each for each in faults() if each.path.endswith((".swift", ".c"))]
        texts = {each.path: (ROOT / each.path).read_text() for each in found}
        schemata = Schemata(
            {**texts, **{path: (ROOT / path).read_text() for path, _, _ in WIRES}}, found)
        self.assertGreater(len(found), 400)
        for each in found:
            if each.name in schemata.own:
                self.assertTrue(each.own_build, f"{each.name}: {schemata.own[each.name]}")
                continue
            text, kind = texts[each.path], Source if each.path.endswith(".swift") else CSource
            start, end, new = each.change(text)
            unit = kind(text).unit(start, end)
            branch = text[unit.start : start] + new + text[end : unit.end]
            self.assertEqual(text[: unit.start] + branch + text[unit.end :], each.put(text), each.name)
            self.assertIn(f'"{each.name}")', schemata.files[each.path].text)
            self.assertIn(branch, schemata.files[each.path].text)


    def test_a_program_has_the_fault_that_is_named(self):
        text = textwrap.dedent('''
            struct PackageResources { static let text_ts: [UInt8] = Array("let a = 1".utf8) }
            struct Counter {
                static let first = 1
                var isOdd: Bool { Self.first % 2 == 1 }
                func sum(to last: Int) throws -> [Int] {
                    guard last > 0 else { return [] }
                    let all = (Self.first...last).map { $0 * 2 }
                    return all
                }
            }
            @main struct Program {
                static func main() throws {
                    print(Counter.first, Counter().isOdd, try Counter().sum(to: 2), try Counter().sum(to: 0),
                          String(decoding: PackageResources.text_ts, as: UTF8.self), separator: ";")
                }
            }
            ''')
        found = [
            fault("first = 1", "first = 2", "value"), fault("== 1 }", "!= 1 }", "property"),
            fault("* 2", "* 3", "closure"), fault("$0", "-$0", "minus"),
            fault("        guard last > 0 else { return [] }\n", "", "guard"),
            fault("= 1", "= 5", "text", path="Core/A/text.ts")]
        with unittest.mock.patch("schemata.WIRES", []):
            schemata = Schemata({"Core/A/A.swift": text}, found)
        self.assertEqual(schemata.own, {})
        with tempfile.TemporaryDirectory() as folder:
            source, program = pathlib.Path(folder) / "A.swift", pathlib.Path(folder) / "a"
            source.write_text(schemata.files["Core/A/A.swift"].text)
            command = ["swiftc", "-parse-as-library", "-swift-version", "6", "-o", program, source]
            built = subprocess.run(command, capture_output=True, text=True)
            self.assertEqual(built.returncode, 0, built.stderr)

            def output(name):
                environment = dict(os.environ, MUTANT=name)
                return subprocess.run([program], env=environment, capture_output=True, text=True).stdout.strip()

            self.assertEqual(output("none"), "1;true;[2, 4];[];let a = 1")
            self.assertEqual(output("room/value"), "2;false;[4];[];let a = 1")
            self.assertEqual(output("room/property"), "1;false;[2, 4];[];let a = 1")
            self.assertEqual(output("room/closure"), "1;true;[3, 6];[];let a = 1")
            self.assertEqual(output("room/minus"), "1;true;[-2, -4];[];let a = 1")
            self.assertEqual(output("room/guard"), "")
            self.assertEqual(output("room/text"), "1;true;[2, 4];[];let a = 5")

    def test_the_compiler_parses_every_rewritten_file(self):
        found = [each for each in faults() if not each.path.endswith(".c")]
        texts = {str(file.relative_to(ROOT)): file.read_text()
                 for folder in ("Core", "Plugins", "Tests") for file in (ROOT / folder).rglob("*.swift")}
        schemata = Schemata(texts, found)
        self.assertGreater(len(schemata.files), 200)
        with tempfile.TemporaryDirectory() as folder:
            files = [pathlib.Path(folder) / path.replace("/", "+") for path in schemata.files]
            for file, rewritten_file in zip(files, schemata.files.values()):
                file.write_text(rewritten_file.text)
            result = subprocess.run(
                ["swiftc", "-frontend", "-parse", "-swift-version", "6", *files], capture_output=True, text=True)
        self.assertEqual(result.returncode, 0, result.stderr[-2000:])


if __name__ == "__main__":
    unittest.main()
