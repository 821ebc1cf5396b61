import Foundation
import JSON
import TestSupport
import Testing

/// The texts of `Fixtures/conformance/json.json`, which another reader of JSON reads: it is this one that is tested.
private struct JSONTexts: Decodable {
    struct Case: Decodable {
        let name: String
        let bytes: [UInt8]
        /// What is done with a text that RFC 8259 leaves to the parser: `accepted` or `refused`.
        let here: String?

        private enum CodingKeys: String, CodingKey { case name, text, hex, parts, here }

        init(from decoder: any Decoder) throws {
            let members = try decoder.container(keyedBy: CodingKeys.self)
            name = try members.decode(String.self, forKey: .name)
            here = try members.decodeIfPresent(String.self, forKey: .here)
            if let text = try members.decodeIfPresent(String.self, forKey: .text) {
                bytes = Array(text.utf8)
            } else if let hex = try members.decodeIfPresent(String.self, forKey: .hex) {
                let digits = Array(hex)
                bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                    UInt8(String(digits[$0...$0 + 1]), radix: 16)
                }
            } else {
                bytes = try members.decode([Part].self, forKey: .parts).flatMap { part in
                    [[UInt8]](repeating: Array(part.text.utf8), count: part.count).joined()
                }
            }
        }
    }

    /// A text, and how often it is repeated.
    private struct Part: Decodable {
        let text: String
        let count: Int

        init(from decoder: any Decoder) throws {
            var elements = try decoder.unkeyedContainer()
            text = try elements.decode(String.self)
            count = try elements.decode(Int.self)
        }
    }

    let accepted: [Case]
    let refused: [Case]
    let either: [Case]

    static func read() throws -> JSONTexts {
        try JSONDecoder().decode(
            JSONTexts.self, from: Data(contentsOf: PackageRoot.fixture("conformance/json.json")))
    }
}

@Suite("JSON texts by RFC 8259", .timeLimit(.minutes(10)))
struct JSONConformanceTests {
    @Test("What the grammar allows is read, and is the same when it is written and read again")
    func accepted() throws {
        let cases = try JSONTexts.read().accepted
        #expect(cases.count >= 49)
        for each in cases {
            do {
                let value = try JSONValue(parsing: each.bytes)
                #expect(try JSONValue(parsing: value.bytes) == value, "\(each.name)")
                let foreign = try JSONSerialization.jsonObject(with: Data(each.bytes), options: .fragmentsAllowed)
                let written = try JSONSerialization.data(
                    withJSONObject: [foreign], options: [.fragmentsAllowed, .withoutEscapingSlashes])
                // There numbers are spelled otherwise, and a byte order mark is left out of a string.
                if !value.text.contains(where: { $0.isNumber || $0 == "\u{FEFF}" }) {
                    #expect(try JSONValue(parsing: Array(written)) == [value], "\(each.name)")
                }
            } catch let error as JSONSyntaxError {
                Issue.record("\(each.name): \(error)")
            }
        }
    }

    @Test("What the grammar does not allow is refused, with a place in the text")
    func refused() throws {
        let cases = try JSONTexts.read().refused
        #expect(cases.count >= 135)
        for each in cases {
            do {
                let value = try JSONValue(parsing: each.bytes)
                Issue.record("\(each.name) is read as \(value.text)")
            } catch {
                #expect((0...each.bytes.count).contains(error.offset), "\(each.name)")
            }
        }
    }

    @Test("What is left to parsers is read or refused as always")
    func either() throws {
        let cases = try JSONTexts.read().either
        #expect(cases.count >= 15)
        for each in cases {
            let isRead = (try? JSONValue(parsing: each.bytes)) != nil
            #expect((isRead ? "accepted" : "refused") == each.here, "\(each.name)")
        }
    }
}
