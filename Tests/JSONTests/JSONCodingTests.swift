import JSON
import Testing

@Suite("JSON and Codable", .timeLimit(.minutes(10)))
struct JSONCodingTests {
    private struct Order: Codable, Equatable {
        struct Line: Codable, Equatable {
            let sku: String
            let count: UInt8
            let price: Double?
        }

        let zulu: String
        let alpha: [Line]
        let extra: JSONValue
        let flags: [String: Bool]
    }

    @Test("Members keep the order in which a type encodes them, and values survive")
    func roundTrip() throws {
        let order = Order(
            zulu: "z", alpha: [.init(sku: "a", count: 2, price: 1.5), .init(sku: "b", count: 0, price: nil)],
            extra: ["x": [1, nil]], flags: ["on": true])
        let value = try JSONValue(encoding: order)
        #expect(
            value.text
                == #"{"zulu":"z","alpha":[{"sku":"a","count":2,"price":1.5},{"sku":"b","count":0}],"extra":{"x":[1,null]},"flags":{"on":true}}"#
        )
        #expect(try value.decode(Order.self) == order)
    }

    @Test(
        "A mismatch names its place",
        arguments: [
            (#"{"alpha":[],"extra":1,"flags":{}}"#, "/zulu", "required"),
            (#"{"zulu":"","alpha":[{"sku":"a","count":256}],"extra":1,"flags":{}}"#, "/alpha/0/count", "0 to 255"),
            (#"{"zulu":"","alpha":{},"extra":1,"flags":{}}"#, "/alpha", "an array"),
            (#"{"zulu":"","alpha":[],"extra":1,"flags":{"a/b":1}}"#, "/flags/a~1b", "true or false"),
        ])
    func mismatch(text: String, pointer: String, message: String) throws {
        let value = try JSONValue(parsing: text)
        do {
            _ = try value.decode(Order.self)
            Issue.record("decoded")
        } catch {
            #expect(error.pointer.text == pointer)
            #expect(error.message.contains(message))
        }
    }

    @Test("Integers of every width survive at their limits, and one beyond does not fit")
    func integers() throws {
        func check<Number: FixedWidthInteger & Codable>(_ type: Number.Type) throws {
            for number in [Number.min, Number.max, 0, 7] {
                #expect(try JSONValue(encoding: [number]).decode([Number].self) == [number])
            }
            // Of the widest there is none but a text.
            let beyond = try JSONValue(parsing: "[\(Number.max)0]")
            #expect(throws: JSONMismatch.self) { try beyond.decode([Number].self) }
            #expect(try JSONValue(parsing: "[1e2, 1.0]").decode([Number].self) == [100, 1])
        }
        try check(Int.self)
        try check(Int8.self)
        try check(Int16.self)
        try check(Int32.self)
        try check(Int64.self)
        try check(UInt.self)
        try check(UInt8.self)
        try check(UInt16.self)
        try check(UInt32.self)
        try check(UInt64.self)
    }

    @Test("What JSON cannot spell is an error")
    func infinity() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [Double.infinity]) }
    }
}
