import JSON
import Testing

@testable import CLI

@Suite("Documents in files", .timeLimit(.minutes(10)))
struct DocumentFileTests {
    @Test("YAML is read by the core schema: only null, booleans and numbers are not texts")
    func yaml() throws {
        let text = """
            version: 1
            rate: 0.5
            on: yes
            date: 2026-11-01
            quoted: "1"
            nothing: ~
            flag: true
            code: |
              return 1;
              // more
            list: [a, {b: 2}]
            """
        let value = try DocumentFile(path: "a.yaml", text: text).value
        #expect(
            value == [
                "version": 1, "rate": 0.5, "on": "yes", "date": "2026-11-01", "quoted": "1", "nothing": nil,
                "flag": true, "code": "return 1;\n// more\n", "list": ["a", ["b": 2]],
            ])
    }

    @Test(
        "What is written as YAML is read as the same value",
        arguments: [
            ["a": "1", "b": "true", "c": "null", "d": "", "e": "~", "f": "- x", "g": "a: b", "h": "# no comment"],
            ["code": "if (a) {\n  return \"x\";\n}\n", "tail": "a\n\n", "spaces": "a  \nb", "tab": "\ta\nb"],
            ["no": [1, -2, 0.25, nil, true, [], [:], ["x": []]], "emoji": "\u{1F600} ü", "on": "yes", "0x1": "0x10"],
        ] as [JSONValue])
    func roundTrip(value: JSONValue) throws {
        let text = DocumentFile.text(of: value, for: "a.yaml")
        #expect(try DocumentFile(path: "a.yaml", text: text).value == value, "\(text)")
    }

    @Test("The place of a member is that of its name; of one that is missing, that of what should have it")
    func places() throws {
        let json = "{\n  \"ü\": [1,\n    {\"a/b\": {\"c\": \"\\\"\"}, \"d\": true}]\n}"
        let places = try DocumentFile(path: "a.json", text: json).places
        #expect(places.nearest(to: "") == TextPlace(line: 1, column: 1))
        #expect(places.nearest(to: "/ü") == TextPlace(line: 2, column: 3))
        #expect(places.nearest(to: "/ü/0") == TextPlace(line: 2, column: 9))
        #expect(places.nearest(to: "/ü/1/a~1b/c") == TextPlace(line: 3, column: 14))
        #expect(places.nearest(to: "/ü/1/d") == TextPlace(line: 3, column: 26))
        #expect(places.nearest(to: "/ü/1/none/deeper") == TextPlace(line: 3, column: 5))
        let yaml = try DocumentFile(path: "a.yaml", text: "nodes:\n  - id: a\n    data: {x: 1}\n").places
        #expect(yaml.nearest(to: "/nodes/0/data/x") == TextPlace(line: 3, column: 12))
        #expect(yaml.nearest(to: "/nodes/0/type") == TextPlace(line: 2, column: 5))
    }

    @Test("Documents are compared by the ids of their elements")
    func differences() {
        let old: JSONValue = ["nodes": [["id": "a", "x": 1], ["id": "b"]], "name": "One"]
        let new: JSONValue = ["nodes": [["id": "b"], ["id": "a", "x": 2]], "name": "One", "more": [1]]
        #expect(
            DocumentDiff(old, new).lines == ["- /nodes/a/x: 1", "+ /nodes/a/x: 2", "+ /more: [1]"])
        #expect(DocumentDiff(old, old).lines.isEmpty)
        let moved: JSONValue = ["nodes": [["id": "b"], ["id": "a", "x": 1]], "name": "One"]
        #expect(DocumentDiff(old, moved).lines == ["~ /nodes: different order"])
    }
}
