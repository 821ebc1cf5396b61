import JSON
import Testing

@testable import CLI

@Suite("Tables", .timeLimit(.minutes(10)))
struct TableTests {
    private let table = Table(
        titles: ["NAME", "STATUS"], rows: [["ab", "active"], ["日本", "a\nlong\u{1B}[2J text"]])

    @Test("Columns are aligned, by the width of what is shown, and have no control characters")
    func aligned() {
        #expect(table.lines(width: nil) { $0 } == ["NAME  STATUS", "ab    active", "日本  a long[2J text"])
    }

    @Test("Lines are cut to the width", arguments: [0, 1, 4, 5, 6, 7, 10, 11, 12, 80])
    func cut(width: Int) {
        let lines = table.lines(width: width) { $0 }
        #expect(lines.allSatisfy { $0.displayWidth <= width }, "\(lines)")
        #expect(lines.last?.contains("…") == [1, 7, 10, 11, 12].contains(width))
    }

    @Test("Moments, numbers and lists are as people read them")
    func values() {
        let item: JSONValue = [
            "at": "2026-11-29T19:48:31.029Z", "n": 1.50, "list": ["a", "b"], "is": true, "deep": ["x": nil],
        ]
        let texts = ["at", "n", "list", "is", "deep.x", "none"].map { Column("", $0).text(of: item) }
        #expect(texts == ["2026-11-29 19:48:31Z", "1.5", "a, b", "yes", "", ""])
    }

    @Test("Resources have a column with their servers where they are on some, and those that were not asked are named")
    func servers() {
        let columns = [Column("NAME", "name")]
        let alone: JSONValue = ["data": [["name": "a"]]]
        #expect(Output.columns(of: alone, columns).map(\.title) == ["NAME"])
        #expect(Output.missing(from: alone) == nil)
        let placed: JSONValue = [
            "data": [["name": "a", "server": ["id": "1", "name": "s0"]]],
            "unreachableServers": [["id": "2", "name": "s1"], ["id": "3", "name": "s\u{1B}2"]],
        ]
        let shown = Output.columns(of: placed, columns)
        #expect(shown.map(\.title) == ["NAME", "SERVER"])
        #expect(shown.map { $0.text(of: placed["data"]?.array?.first ?? nil) } == ["a", "s0"])
        let missing = Output.missing(from: placed)
        #expect(missing?.contains("\"s1\", \"s") == true && missing?.contains("\u{1B}") == false, "\(missing ?? "")")
    }

    @Test("Anybody's JSON is shown as JSON")
    func json() {
        let values: [JSONValue] = [[1], [], "1", 1, ["a": ["b"]], nil]
        let texts = values.map { Column("", json: "value").text(of: ["value": $0]) }
        #expect(texts == ["[1]", "[]", "\"1\"", "1", #"{"a":["b"]}"#, ""])
        #expect(Column("", json: "none").text(of: [:]).isEmpty)
    }

    @Test("The client's statuses are of the kinds of errors")
    func statuses() {
        let expected: [Int: ClientStatus] = [
            400: .rejected, 401: .forbidden, 403: .forbidden, 404: .notFound, 409: .conflict, 412: .conflict,
            413: .rejected, 422: .rejected, 429: .temporary, 500: .serverError, 502: .unavailable, 503: .unavailable,
        ]
        for (status, kind) in expected {
            #expect(ClientStatus(RESTClient.Refusal(path: "/", status: status, code: nil, detail: nil)) == kind)
        }
        #expect(ClientStatus(RESTClient.Unreachable(base: "x", reason: "y")) == .unavailable)
    }
}
