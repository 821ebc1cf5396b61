import JSON
import Testing

@Suite("Reading and writing JSON", .timeLimit(.minutes(10)))
struct JSONParserTests {
    @Test(
        "A text that is read and written again is the same, numbers and order included",
        arguments: [
            #"{"b":1.0,"a":1e3,"c":[12345678901234567890,-0,0.10],"":null}"#, "[]", "{}", "\"\"", "true",
            #"["\"\\\n\u0001","é😀"," "]"#,
        ])
    func roundTrip(text: String) throws {
        #expect(try JSONValue(parsing: text).text == text)
        #expect(try JSONValue(parsing: JSONValue(parsing: text).prettyText) == JSONValue(parsing: text))
    }

    @Test("Escapes become what they stand for, and a lone surrogate the replacement character")
    func escapes() throws {
        #expect(try JSONValue(parsing: #""\ud83d\ude00\u00e9\/\b\f\t\r""#) == .string("😀é/\u{8}\u{c}\t\r"))
        #expect(try JSONValue(parsing: #""a\ud83d b""#) == .string("a\u{FFFD} b"))
        #expect(try JSONValue(parsing: #""\ud83d\u0041""#) == .string("\u{FFFD}A"))
    }

    @Test(
        "What is no JSON is refused where it ends to be",
        arguments: [
            ("", 1, 1), ("{\"a\":}", 1, 6), ("[1,]", 1, 4), ("{\n  a: 1}", 2, 3), ("01", 1, 3), ("1.", 1, 3),
            ("\"a\nb\"", 1, 3), ("\"\\x\"", 1, 4), ("tru", 1, 1), ("[1] 2", 1, 5), ("{\"a\" 1}", 1, 6), ("\"abc", 1, 5),
        ])
    func malformed(text: String, line: Int, column: Int) {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: text) }
        do { _ = try JSONValue(parsing: text) } catch {
            #expect(error.line == line && error.column == column, "\(text.debugDescription): \(error)")
        }
    }

    @Test("Bytes that are no UTF-8 are refused")
    func encoding() {
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: [0x22, 0xFF, 0x22]) }
    }

    @Test("Nesting has a limit, which protects the stack")
    func depth() throws {
        let deep = String(repeating: "[", count: 100_000)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: deep) }
        let allowed = String(repeating: "[", count: 200) + String(repeating: "]", count: 200)
        #expect(try JSONValue(parsing: allowed).array?.count == 1)
    }

    @Test("The last of a repeated name counts")
    func repeated() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":2,"a":3}"#).text == #"{"a":3,"b":2}"#)
    }

    @Test("The order of members does not matter to equality, the spelling of numbers neither")
    func equality() throws {
        #expect(try JSONValue(parsing: #"{"a":1,"b":[2.0]}"#) == JSONValue(parsing: #"{"b":[2],"a":1e0}"#))
        #expect(try JSONValue(parsing: #"{"a":1}"#) != JSONValue(parsing: #"{"a":1,"b":null}"#))
    }
}
