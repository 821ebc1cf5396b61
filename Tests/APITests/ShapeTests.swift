import JSON
import Testing

@testable import API

@Suite("Shapes", .timeLimit(.minutes(10)))
struct ShapeTests {
    private struct Part {
        let word: String
    }

    private struct Whole {
        let part: Part
        let parts: [Part]
        let nothing: String?
        let flag: Bool
    }

    private static let part = Shape<Part>("Part") { Member("word", .text, \.word) }

    private static let whole = Shape<Whole>("Whole") {
        part.members(of: \.part)
        Member("parts", .list(of: part), \.parts)
        Member("first", part, nullable: \.parts.first)
        Member("nothing", .text, nullable: \.nothing, "Null without a value.")
        Member("omitted", .text, optional: \.nothing)
        Member("flag", .flag, \.flag)
    }

    @Test("An encoded value has every declared member in order, null or omitted without a value")
    func encoded() throws {
        let empty = Whole(part: Part(word: "a"), parts: [], nothing: nil, flag: true)
        #expect(
            try Self.whole.json(empty).text
                == #"{"word":"a","parts":[],"first":null,"nothing":null,"flag":true}"#)
        let full = Whole(part: Part(word: "a"), parts: [Part(word: "b")], nothing: "c", flag: false)
        #expect(
            try Self.whole.json(full).text
                == #"{"word":"a","parts":[{"word":"b"}],"first":{"word":"b"},"nothing":"c","omitted":"c","flag":false}"#
        )
    }

    @Test("The schema accepts what the shape encodes, and requires what is always sent", arguments: [nil, "c"])
    func schema(nothing: String?) throws {
        let value = Whole(part: Part(word: "a"), parts: [Part(word: "b")], nothing: nothing, flag: true)
        let json = try Self.whole.json(value)
        #expect(Self.whole.schema.problems(of: json).isEmpty)
        for name in ["word", "parts", "first", "nothing", "flag"] {
            var members = try #require(json.object)
            members[name] = nil
            #expect(Self.whole.schema.problems(of: .object(members)).map(\.pointer) == ["/\(name)"])
        }
        #expect(Self.whole.schema.definitions.keys.sorted() == ["Part", "Whole"])
    }
}
