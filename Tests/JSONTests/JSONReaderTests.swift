import JSON
import Testing

@Suite("Reading members by hand", .timeLimit(.minutes(10)))
struct JSONReaderTests {
    private struct Line {
        let sku: String
        let count: Int

        init(json: JSONValue) throws(JSONMismatch) {
            let reader = try JSONReader(json)
            sku = try reader.string("sku")
            count = try reader.optionalInt("count") ?? 1
        }
    }

    private struct Order {
        let lines: [Line]
        let gift: Line?
        let first: Line

        init(json: JSONValue) throws(JSONMismatch) {
            let reader = try JSONReader(json)
            lines = try reader.list("lines", Line.init(json:))
            gift = try reader.optional("gift", Line.init(json:))
            first = try reader.member("a/b", Line.init(json:))
        }
    }

    @Test("Members that are there, absent or null")
    func good() throws {
        let order = try Order(json: [
            "lines": [["sku": "a", "count": 2], ["sku": "b"]], "gift": nil, "a/b": ["sku": "c"],
        ])
        #expect(order.lines.map(\.sku) == ["a", "b"])
        #expect(order.lines.map(\.count) == [2, 1])
        #expect(order.gift == nil)
        #expect(order.first.sku == "c")
    }

    @Test(
        "A mismatch names its place from the root",
        arguments: [
            (["lines": [["sku": "a"], ["sku": 1]], "a/b": ["sku": "c"]], "/lines/1/sku"),
            (["lines": [], "gift": ["sku": "x", "count": "y"], "a/b": ["sku": "c"]], "/gift/count"),
            (["lines": [], "a/b": [:]], "/a~1b/sku"), (["lines": [], "a/b": 3], "/a~1b"), (["lines": 1], "/lines"),
            ([:], "/lines"), (5, ""),
        ] as [(JSONValue, String)])
    func mismatch(json: JSONValue, pointer: String) {
        do {
            _ = try Order(json: json)
            Issue.record("read")
        } catch { #expect(error.pointer.text == pointer) }
    }
}
