import Testing

@testable import JSON

@Suite("Reading and writing texts without values in memory", .timeLimit(.minutes(10)))
struct JSONTextTests {
    @Test("A pointer escapes tildes and slashes, as RFC 6901 says")
    func pointers() {
        #expect(JSONPointer.root.appending("a~/b~1").appending(2).text == "/a~0~1b~01/2")
    }

    @Test(
        "Escapes, surrogates and numbers are read as in memory",
        arguments: [
            #""\ud83d\ude00\u00e9\/\b\f\t\r""#, #""a\ud83d b""#, #""\ud83d\u0041\udc00""#, #""\u0000""#, "1.0", "1e3",
            "9007199254740993", "12345678901234567890", "-0", "1e400", "2.5", #"{"\u0061":1,"a":2}"#,
            #"{"a":{"b":[]},"a":7}"#,
        ])
    func agreement(text: String) throws {
        let value = try JSONValue(parsing: text)
        try JSONText(parsing: Array(text.utf8)).read { view in
            #expect(view.value == value)
            #expect(view.string == value.string)
            #expect(view.int == value.int)
            #expect(view.typeName == value.typeName)
            #expect(view.member("a")?.value == value["a"])
            #expect(view.firstKey == value.object?.keys.first)
        }
    }

    @Test(
        "A text that is not JSON is refused",
        arguments: [#""\u-000""#, #""\u+000""#, #""\u00g0""#, #""\u00"#, #"{"a":1,}"#, "[1 2]", "nul", "\"\u{1}\""])
    func refusal(text: String) {
        #expect(throws: JSONSyntaxError.self) { try JSONText(parsing: Array(text.utf8)) }
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
    }

    @Test("Bytes that are not UTF-8 are refused, between escapes too")
    func encoding() {
        for bytes: [UInt8] in [
            [0x22, 0xFF, 0x22], [0x22, 0x5C, 0x6E, 0xC3, 0x22], [0x22, 0xC3, 0x5C, 0x6E, 0xA9, 0x22],
        ] {
            #expect(throws: JSONSyntaxError.self) { try JSONText(parsing: bytes) }
        }
    }

    @Test("The deepest text that is allowed is read, and one level more is refused")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        #expect(try JSONText(parsing: nested(JSONValue.maximumDepth)).read { $0.value.bytes } == nested(512))
        #expect(throws: JSONSyntaxError.self) { try JSONText(parsing: nested(JSONValue.maximumDepth + 1)) }
    }

    @Test("A writer writes what a value in memory prints")
    func writing() {
        var writer = JSONWriter()
        let text = "\"\\\u{1F}é😀\u{2028}"
        writer.object { writer in
            writer.member("text", text)
            writer.member("none", String?.none)
            writer.member("empty", [Int]())
            writer.member("list", [1, -2])
            writer.member("value", JSONValue.array([nil, 1.5, ["a": true]]))
            writer.member("raw", text: Array("{}".utf8))
        }
        let value: JSONValue = [
            "text": .string(text), "empty": [], "list": [1, -2], "value": [nil, 1.5, ["a": true]], "raw": [:],
        ]
        #expect(String(decoding: writer.bytes, as: UTF8.self) == value.text)
    }
}
