import JSON
import Testing

@Suite("Long texts", .timeLimit(.minutes(10)))
struct LongTextTests {
    private static func text(_ count: Int) -> [UInt8] {
        let elements = (0..<count).map { index in
            #"{"id":"n\#(index)","text":"a\n\u00e9 \#(index)","list":[\#(index),null,[true]],"id":"m\#(index)"}"#
        }
        let list = elements.joined(separator: ",")
        let longer = (["0"] + elements).joined(separator: ",")
        return Array(#"{"first":1,"nodes":[\#(list)],"none":[],"edges":[\#(list)],"nodes":[\#(longer)]}"#.utf8)
    }

    @Test("A long text is built as it is read value by value", arguments: [0, 1, 63, 64, 2_000])
    func same(count: Int) throws {
        let bytes = Self.text(count)
        let oneByOne = try JSONText(parsing: bytes).read { $0.value }
        let whole = try JSONValue(parsing: bytes)
        #expect(whole == oneByOne)
        #expect(whole.bytes == oneByOne.bytes)
        // The last of a repeated name counts.
        #expect(whole["nodes"]?.array?.count == count + 1)
        #expect(whole["edges"]?.array?.last?["id"]?.string == (count > 0 ? "m\(count - 1)" : nil))
    }

    @Test("A long list of another kind of document")
    func list() throws {
        let bytes = Array("[\((0..<40_000).map(String.init).joined(separator: ","))]".utf8)
        #expect(try JSONValue(parsing: bytes).array?.map(\.int) == (0..<40_000).map { $0 })
    }

    @Test("A long list is written as a short one is", arguments: [0, 1, 63, 64, 1_000])
    func written(count: Int) {
        func text(_ list: (inout JSONWriter) -> Void) -> String {
            var writer = JSONWriter()
            writer.object { writer in
                writer.member("before", 1)
                list(&writer)
                writer.member("after", 2)
            }
            return String(decoding: writer.bytes, as: UTF8.self)
        }
        let texts = (0..<count).map { "\"\($0)" }
        #expect(text { $0.member("list", long: texts) } == text { $0.member("list", texts) })
    }
}
