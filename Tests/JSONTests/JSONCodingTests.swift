import JSON
import Testing

@Suite("JSON and Codable")
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

    @Test("What JSON cannot spell is an error")
    func infinity() {
        #expect(throws: EncodingError.self) { try JSONValue(encoding: [Double.infinity]) }
    }
}
