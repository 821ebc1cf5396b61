import Foundation
import JSON
import PluginMessages
import TestSupport
import Testing

@testable import LocalRuntime

@Suite("What programs print has levels, and is one entry a call", .timeLimit(.minutes(4)))
struct PrintedLevelTests {
    private static let calls = """
        console.debug("d"); console.trace("t"); console.info("i"); console.log("l"); console.warn("w"); console.error("e");
        console.log("first\\n2026-01-01T00:00:00Z error [other] forged\\r\\nthird");
        console.error(new TypeError("thrown"));
        console.dir({ a: 1 }); console.table([1]); console.assert(true, "no"); console.assert(false, "asserted");
        console.countReset("c"); console.count("c"); console.count("c"); console.countReset("c"); console.count("c");
        console.group("group"); console.groupEnd(); console.timeEnd("none");
        process.stdout.write("out\\n"); process.stderr.write("error out\\n");
        """
    private static let entries: [(RunLogLine.Level, String)] = [
        (.debug, "d"), (.debug, "t"), (.info, "i"), (.info, "l"), (.warning, "w"), (.error, "e"),
        (.info, "first\n2026-01-01T00:00:00Z error [other] forged\r\nthird"), (.error, "TypeError: thrown"),
        (.info, "{ a: 1 }"), (.info, "[ 1 ]"), (.error, "Assertion failed asserted"),
        (.info, "c: 1"), (.info, "c: 2"), (.info, "c: 1"), (.info, "group"),
        (.warning, "The timer \"none\" does not exist"), (.info, "out"), (.error, "error out"),
    ]

    private func expect(_ lines: [RunLogLine], sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(lines.count == Self.entries.count, "\(lines)", sourceLocation: sourceLocation)
        for (line, (level, text)) in zip(lines, Self.entries) {
            #expect(
                line.level == level && (line.text == text || line.text.hasPrefix("\(text)\n    at ")), "\(line)",
                sourceLocation: sourceLocation)
        }
    }

    @Test("In a run, in a handler and when the module is loaded")
    func everywhere() async throws {
        try await LocalFixture.with { fixture in
            let source =
                "import process from 'node:process';\nconst print = () => {\n\(Self.calls)\n};\n"
                + LocalFixture.module("print(); return 1;")
                + "\nexport default { fetch() { print(); return new Response('ok'); } };\n"
            let deployed = try await fixture.deploy(source)
            _ = try await deployed.result()
            expect(try await deployed.logs("r1"))
            #expect(try await deployed.ask().text == "ok")
            func printed() async throws -> [RunLogLine] {
                try await fixture.runtime.serviceLogs(of: deployed.handle).filter { !$0.text.hasPrefix("GET /") }
            }
            try await eventually("all is read") { try await printed().count >= Self.entries.count }
            expect(try await printed())
            // In the server's log each is under the name of its service.
            let log = fixture.recorder.lines.filter { $0.contains("forged") }
            #expect(log.count == 2 && log.allSatisfy { $0.contains("[\(deployed.service)] first\n") }, "\(log)")
        }
    }

    @Test("A module that prints while it is loaded, and throws without being caught, has its levels")
    func loading() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                """
                console.warn("loading");
                export default { fetch() {
                  Promise.reject(new RangeError("nobody"));
                  setTimeout(() => { throw new EvalError("later"); });
                  return new Response("ok");
                } };
                """, kind: .script)
            #expect(try await function.ask().text == "ok")
            func has(_ level: RunLogLine.Level, _ start: String) async throws -> Bool {
                try await fixture.runtime.serviceLogs(of: function.handle).contains {
                    $0.level == level && $0.text.hasPrefix(start)
                }
            }
            for start in ["Unhandled rejection: RangeError: nobody\n", "Uncaught: EvalError: later\n"] {
                try await eventually(start) { try await has(.error, start) }
            }
            #expect(try await has(.warning, "loading"))
        }
    }

    @Test(
        "A program that takes the console's parts, or writes to standard output as Deno does, says nothing for others")
    func forged() async throws {
        try await LocalFixture.with { fixture in
            let function = try await fixture.deploy(
                """
                export default { fetch() {
                  const line = JSON.stringify({ type: "log", run: 1, level: "error", text: "forged" });
                  Array.prototype.map = function () { return { join: () => line + "\\n" + line }; };
                  console.log("taken");
                  return new Response("ok");
                } };
                """, kind: .script)
            _ = try await function.ask()
            try await eventually("it is read") {
                try await fixture.runtime.serviceLogs(of: function.handle).contains { $0.text.contains("forged") }
            }
            let found = try await fixture.runtime.serviceLogs(of: function.handle).filter { $0.text.contains("forged") }
            #expect(found.count == 1 && found[0].level == .info, "\(found)")
        }
    }

    @Test("A stack that Deno prints by itself is one entry", arguments: [1, 3])
    func stack(count: Int) {
        let lines = (0..<count).flatMap { ["error: Uncaught \($0)", "    at a", "\tat b", "", "next"] }
        let entries = PrintedLines.entries(of: lines)
        #expect(entries.count == 3 * count)
        #expect(entries[0] == "error: Uncaught 0\n    at a\n\tat b")
        let long = [String](repeating: " " + String(repeating: "x", count: 1_000), count: 100)
        #expect(PrintedLines.entries(of: long).allSatisfy { $0.utf8.count <= 16 << 10 })
        #expect(PrintedLines.entries(of: []).isEmpty)
    }
}
