import Compiler
import IR
import JSON
import PluginMessages
import Testing
import WorkerBackend

/// A long document is read, checked and printed in parts that run at once: nothing that comes of it depends on them.
@Suite("Documents in parts", .timeLimit(.minutes(10)))
struct DocumentPartsTests {
    private static let divisions = [1, 2, 3, 7, 64].map { Division(partsOf: $0, atMost: 1_000) } + [.usual]

    /// Steps in a row, every third of which is something that a part must not keep to itself.
    private static func long(_ count: Int) -> TestDocument {
        var document = TestDocument(entry: "n0")
        for index in 0..<count {
            let read = index > 0 ? "{{n\(index - 1)}}" : "event.payload"
            let id = "n\(index)"
            document =
                switch index % 15 {
                case 3:
                    document.node(id, "step", ["code": .string("const kept\(index % 4) = \(read);"), "inline": true])
                case 6:
                    document.step(id, "import { z } from \"m\(index % 2)\";\nreturn z(\(read), kept1, undefinedName);")
                case 9: document.step(id, "return `{{nobody}} ${env.NAME_\(index)} {{n\(max(index - 2, 0)).a}}`;")
                case 12:
                    document.node(
                        id, "http_request", ["url": .string("https://x.test/{{n\(index - 1).id}}"), "methd": 1])
                default: document.step(id, "const v = \(read)?.v;\nreturn { v, big: 12345678901234567890 };")
                }
            if index > 0 { document = document.edge("n\(index - 1)", id) }
        }
        return document
    }

    private static func compile(
        _ document: JSONValue, in division: Division
    ) -> (lowered: Lowered, emitted: EmitResult?) {
        let lowered = Compiler(catalog: TestCatalog(), division: division).lower(
            document, CompileRequest(dependencies: ["m0": "1.0.0", "m1": "1.0.0"]))
        let backend = WorkerBackend(target: "cloudflare", limits: .paid, division: division)
        return (lowered, lowered.program.map(backend.emit))
    }

    private func expectSame(_ document: JSONValue) throws -> (lowered: Lowered, emitted: EmitResult?) {
        let whole = Self.compile(document, in: .whole)
        for division in Self.divisions {
            let parts = Self.compile(document, in: division)
            #expect(parts.lowered.program?.jsonText == whole.lowered.program?.jsonText, "\(division)")
            #expect(parts.lowered.diagnostics == whole.lowered.diagnostics, "\(division)")
            #expect(parts.emitted?.jsonText == whole.emitted?.jsonText, "\(division)")
        }
        return whole
    }

    @Test("Code, line map and warnings are the same in parts of every size", arguments: [15, 130, 400])
    func same(count: Int) throws {
        let whole = try expectSame(Self.long(count).json)
        let artifact = try #require(whole.emitted?.artifact)
        // What this test is about is there: imports and names that later parts see.
        #expect(artifact.source.contains("const kept3: any") || artifact.source.contains("const kept3 = "))
        #expect(artifact.source.contains("from \"m0\""))
        #expect(whole.lowered.diagnostics.map(\.code).contains("ir.code.undefinedName"))
        #expect(whole.lowered.diagnostics.map(\.code).contains("ir.number.large"))
    }

    @Test("More nodes than are read ahead at once")
    func windows() throws {
        let whole = try expectSame(Self.long(2_100).json)
        #expect(whole.emitted?.artifact?.lineMap.last { $0.nodeId != nil }?.nodeId == "n2099")
    }

    @Test("Blocks in containers are printed in parts, too")
    func containers() throws {
        var document = TestDocument(entry: "loop").node("loop", "loop", ["loopType": "times", "count": 2])
            .edge("loop", "n0", "body")
        for index in 0..<200 {
            document = document.step("n\(index)", "return i + \(index);")
            if index > 0 { document = document.edge("n\(index - 1)", "n\(index)") }
        }
        let whole = try expectSame(document.json)
        #expect(whole.emitted?.artifact?.source.contains("`n199 [${i}]`") == true)
    }

    @Test("Problems are in the order of the document")
    func problems() throws {
        var document = TestDocument(entry: "n0")
        for index in 0..<300 {
            let id = "n\(index)"
            switch index % 5 {
            case 1: document = document.node(id, "step", ["code": 1])
            case 2: document = document.node("not an id \(index)", "step", ["code": ""])
            case 3: document = document.node(id, "nothing", version: "x")
            default: document = document.step(id, "return {{nobody\(index)}};")
            }
        }
        let whole = try expectSame(document.json)
        #expect(whole.lowered.program == nil)
        let read = whole.lowered.diagnostics.filter { $0.code == "ir.node.id" }.map(\.pointer)
        #expect(read == stride(from: 2, to: 300, by: 5).map { "/nodes/\($0)/id" })
        let checked = whole.lowered.diagnostics.filter { $0.code == "ir.data.type" }.map(\.nodeId)
        #expect(checked == stride(from: 1, to: 300, by: 5).map { "n\($0)" })
    }

    @Test("A long program is read as a short one is, with the same error where it is none")
    func program() throws {
        let program = try #require(Self.compile(Self.long(400).json, in: .whole).lowered.program)
        #expect(try Program(json: JSONText(parsing: program.jsonBytes)) == program)
        for (pointer, old, new) in [
            ("/nodes/300/id", "\"id\":\"n300\"", "\"id\":300"),
            ("/body/statements/250/node", "\"do\":\"call\",\"node\":250", "\"do\":\"call\",\"node\":\"x\""),
            ("/body", "\"do\":\"call\",\"node\":250", "\"do\":\"call\",\"node\":4000"),
        ] {
            let wrong = program.jsonText.replacing(old, with: new)
            let text = try JSONText(parsing: Array(wrong.utf8))
            let inParts = #expect(throws: JSONMismatch.self) { try Program(json: text) }
            let oneByOne = #expect(throws: JSONMismatch.self) {
                try text.read { view throws(JSONMismatch) in try Program(json: view) }
            }
            #expect(inParts?.pointer.text == pointer)
            #expect(inParts == oneByOne)
        }
    }

    @Test("An artifact with a long line map is read as a short one is")
    func artifact() throws {
        let emitted = try #require(Self.compile(Self.long(400).json, in: .whole).emitted)
        let read = try EmitResult(json: JSONText(parsing: emitted.jsonBytes))
        #expect(read.artifact == emitted.artifact)
        #expect(read.artifact?.lineMap.count ?? 0 > 400)
        let wrong = emitted.jsonText.replacing("\"lineMap\":[[", with: "\"lineMap\":[[null,")
        let error = #expect(throws: JSONMismatch.self) { try EmitResult(json: JSONText(parsing: Array(wrong.utf8))) }
        #expect(error?.pointer.text == "/artifact/lineMap/0")
    }

    @Test("Random documents", arguments: 0..<150)
    func random(seed: UInt64) throws { _ = try expectSame(RandomWorkflow(seed: seed, reads: true).document.json) }
}
