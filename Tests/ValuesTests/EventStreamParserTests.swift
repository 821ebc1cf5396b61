import Foundation
import JSON
import TestSupport
import Testing
import Values

/// A stream of `Fixtures/conformance/event-stream.json`, and what the HTML standard's rules make of it.
private struct StreamCase {
    let name: String
    let bytes: [UInt8]
    let events: [EventStreamParser.Event]
    let retry: Int?

    init(_ json: JSONValue) throws {
        name = try #require(json["name"]?.string)
        if let hex = json["hex"]?.string {
            let digits = Array(hex)
            bytes = stride(from: 0, to: digits.count, by: 2).compactMap {
                UInt8(String(digits[$0...$0 + 1]), radix: 16)
            }
        } else {
            bytes = Array(try #require(json["stream"]?.string).utf8)
        }
        events = try #require(json["events"]?.array).map { event in
            let parts = (event.array ?? []).compactMap(\.string)
            try #require(parts.count == 3)
            return EventStreamParser.Event(name: parts[0], data: parts[1], id: parts[2])
        }
        retry = json["retry"]?.int
    }

    static func all() throws -> [StreamCase] {
        let json = try JSONValue(parsing: Data(contentsOf: PackageRoot.fixture("conformance/event-stream.json")))
        return try #require(json.array).map(StreamCase.init)
    }
}

@Suite("Server-sent events by the rules of the HTML standard", .timeLimit(.minutes(10)))
struct EventStreamParserTests {
    private func parse(_ pieces: some Sequence<[UInt8]>) -> (events: [EventStreamParser.Event], retry: Int?) {
        var parser = EventStreamParser()
        let events = pieces.flatMap { parser.receive($0) }
        return (events, parser.retry)
    }

    @Test("A stream has the events that the standard says, wherever its bytes are cut into pieces")
    func table() throws {
        let cases = try StreamCase.all()
        #expect(cases.count >= 43)
        for each in cases {
            let whole = parse([each.bytes])
            #expect(whole.events == each.events, "\(each.name)")
            #expect(whole.retry == each.retry, "\(each.name)")
            for length in 1...3 {
                let pieces = stride(from: 0, to: each.bytes.count, by: length).map {
                    Array(each.bytes[$0..<min($0 + length, each.bytes.count)])
                }
                let cut = parse(pieces)
                #expect(cut.events == each.events && cut.retry == each.retry, "\(each.name), \(length) bytes at a time")
            }
        }
    }

    @Test("An event is there as soon as its empty line is, not before and not later")
    func atOnce() {
        var parser = EventStreamParser()
        #expect(parser.receive("data: a\r\n".utf8).isEmpty)
        #expect(parser.receive("\r".utf8).map(\.data) == ["a"])
        #expect(parser.receive("\ndata: b\n".utf8).isEmpty)
        #expect(parser.receive("\n".utf8).map(\.data) == ["b"])
    }
}
