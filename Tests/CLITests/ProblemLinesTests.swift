import JSON
import Testing

@testable import CLI

@Suite("Problems of documents at their places in files", .timeLimit(.minutes(10)))
struct ProblemLinesTests {
    private func problem(_ pointer: String, _ message: String = "Unexpected", line: Int? = nil) -> JSONValue {
        var problem: JSONObject = [
            "pointer": .string(pointer), "message": .string(message), "code": "worker.syntax", "nodeId": "say",
        ]
        if let line { problem["line"] = .int(line) }
        return .object(problem)
    }

    private func lines(_ name: String, _ text: String, _ problems: JSONValue...) throws -> [String] {
        ProblemLines(problems, in: try DocumentFile(path: name, text: text)).lines
    }

    @Test("Code in a literal block of YAML has the lines of the file")
    func literal() throws {
        let text = """
            nodes:
              - id: say
                data:
                  # the code
                  code: |
                    const a = 1;

                    return a +;
            """
        #expect(
            try lines("a.yaml", text, problem("/nodes/0/data/code", line: 3)) == [
                "a.yaml:8:9: error: Unexpected [say] (worker.syntax)"
            ])
        let kept = text.replacing("|", with: "|2- # as it is")
        #expect(
            try lines("a.yaml", kept, problem("/nodes/0/data/code", line: 1)) == [
                "a.yaml:6:9: error: Unexpected [say] (worker.syntax)"
            ])
    }

    @Test(
        "Where the file has the code on other lines, the place is the field's, and the line within the code is named",
        arguments: [
            (
                "a.json", "{\"nodes\": [{\"data\":\n {\"code\": \"let a;\\nreturn a +;\"}}]}", "2:3"
            ),
            ("a.yaml", "nodes:\n- data:\n    code: >\n      let a;\n\n      return a +;\n", "3:5"),
            ("a.yaml", "nodes:\n- data: {code: \"let a;\\nreturn a +;\"}\n", "2:10"),
        ])
    func elsewhere(name: String, text: String, place: String) throws {
        #expect(
            try lines(name, text, problem("/nodes/0/data/code", line: 2)) == [
                "\(name):\(place): error: Unexpected [say, line 2 of its code] (worker.syntax)"
            ])
    }

    @Test("Trigger code in a file of its own has the lines of that file")
    func triggerCode() throws {
        let file = try DocumentFile(path: "a.yaml", text: "nodes: []")
        let lines = ProblemLines(
            [problem("/triggerCode", line: 7)], in: file, codeFiles: ["/triggerCode": "handlers.ts"]
        ).lines
        #expect(lines == ["handlers.ts:7:1: error: Unexpected [say] (worker.syntax)"])
    }

    @Test("What the document lacks is named, unless the message does")
    func missing() throws {
        #expect(
            try lines(
                "a.yaml", "nodes: [{id: say}]", problem("/nodes/0/position", "This field is required."),
                problem("/nodes/0/version", "The field \"version\" is required.")) == [
                    "a.yaml:1:9: error: /nodes/0/position: This field is required. [say] (worker.syntax)",
                    "a.yaml:1:9: error: The field \"version\" is required. [say] (worker.syntax)",
                ])
    }

    @Test("A message of several lines stays on one")
    func oneLine() throws {
        let shown = try lines("a.yaml", "nodes: []", problem("/nodes", "one\ntwo\u{9B}31m"))
        #expect(shown == ["a.yaml:1:1: error: one two31m [say] (worker.syntax)"])
    }
}
