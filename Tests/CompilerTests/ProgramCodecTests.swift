import JSON
import PluginMessages
import TestSupport
import Testing

@Suite("Programs as texts", .timeLimit(.minutes(30)))
struct ProgramCodecTests {
    @Test(
        "A program that is written and read again is the same program, byte by byte the same text", arguments: 0..<300)
    func roundTrip(seed: Int) throws {
        var random = RandomProgram(seed: UInt64(seed))
        let program = random.program()
        let text = program.jsonBytes
        #expect(try Program(json: JSONText(parsing: text)) == program)
        #expect(try JSONValue(parsing: text).bytes == text)
        #expect(try Program(json: JSONValue(parsing: text)) == program)
    }

    @Test(
        "Spaces, escapes, repeated and unknown members change nothing; a fault is the same fault in a text and in memory",
        arguments: 0..<300)
    func spelling(seed: Int) throws {
        var random = RandomProgram(seed: UInt64(seed))
        let program = random.program()
        var respelled = RespelledJSON(seed: UInt64(seed))
        respelled.print(program.json)
        #expect(try Program(json: JSONText(parsing: respelled.bytes)) == program)

        for round in 0..<Stress.size(small: 4, large: 20) {
            var broken = RespelledJSON(seed: UInt64(seed * 20 + round), faults: 1)
            broken.print(program.json)
            let fromText = Self.outcome { try Program(json: JSONText(parsing: broken.bytes)) }
            let inMemory = Self.outcome { try Program(json: JSONValue(parsing: broken.bytes)) }
            #expect(fromText == inMemory, "\(String(decoding: broken.bytes, as: UTF8.self))")
        }
    }

    @Test(
        "What is missing or of another type is refused where it is",
        arguments: [
            (#""name":"p","#, "", "/name"), (#""name":"p""#, #""name":7"#, "/name"),
            (#""kind":"workflow""#, #""kind":"opera""#, "/kind"),
            (#""node":0"#, #""node":"0""#, "/body/statements/0/node"),
            (#""node":0"#, #""node":0.5"#, "/body/statements/0/node"), (#""node":0"#, #""node":9"#, "/body"),
            (#""node":0"#, #""node":99999999999999999999"#, "/body/statements/0/node"),
            (#""parts":["code"]"#, #""parts":[null]"#, "/body/statements/0/operation/code/parts/0"),
            (#""type":"step""#, #""type":"stepp""#, "/body/statements/0/operation/type"),
        ])
    func refusal(found: String, put: String, pointer: String) throws {
        let node = ProgramNode(id: "a", type: "step", variable: "a", storage: .local, stepName: "a")
        let code = CodeText(parts: [.code("code")], field: "code")
        let program = Program(
            kind: .workflow, name: "p", trigger: .manual, nodes: [node],
            body: Block(statements: [.call(Call(node: 0, operation: .step(code: code, inline: false)))]))
        let text = program.jsonText
        try #require(text.contains(found))
        do {
            _ = try Program(parsing: text.replacing(found, with: put))
            Issue.record("read")
        } catch { #expect((error as? JSONMismatch)?.pointer.text == pointer, "\(error)") }
    }

    @Test("Integers may be spelled as numbers that are whole")
    func wholeNumbers() throws {
        let program = Program(kind: .script, name: "p", trigger: .manual, nodes: [], body: Block())
        let text = program.jsonText.replacing(#""statements":[]"#, with: #""statements":[],"value":null"#)
        #expect(try Program(parsing: text) == program)
        #expect(try Reference.Part(json: "[1e0]") == .index(1))
    }

    private static func outcome(_ read: () throws -> Program) -> Result<Program, JSONMismatch> {
        do { return .success(try read()) } catch {
            return .failure(error as? JSONMismatch ?? JSONMismatch(message: "\(error)"))
        }
    }
}

extension Reference.Part {
    /// The first element of an array.
    fileprivate init(json text: String) throws {
        self = try JSONText(parsing: Array(text.utf8)).read { view throws(JSONMismatch) in
            guard let element = view.element(0) else { throw JSONMismatch(message: "is empty") }
            return try Reference.Part(json: element)
        }
    }
}
