import IR
import JSON
import TestSupport
import Testing

@Suite("The corpus of workflows", .timeLimit(.minutes(10)))
struct CorpusTests {
    @Test("Does what is expected of it", arguments: CorpusDocument.all)
    func runs(document: CorpusDocument) async throws {
        let expectation = try document.expectation()
        let (artifact, warnings) = try document.compiled()
        if let codes = expectation["warnings"]?.array {
            #expect(warnings.map(\.code).sorted() == codes.compactMap(\.string).sorted())
        }
        if let className = expectation["className"]?.string { #expect(artifact.className == className) }
        if let names = expectation["requiredEnvironment"]?.array {
            #expect(artifact.requiredEnvironment == names.compactMap(\.string))
        }
        if let names = expectation["bindings"]?.array {
            #expect(artifact.bindings.map(\.name).sorted() == names.compactMap(\.string).sorted())
        }
        let cases = try #require(expectation["cases"]?.array)
        #expect(!cases.isEmpty)
        for expected in cases { try await CorpusCase(expected: expected).check(artifact) }
    }

    @Test("Every module passes the type check")
    func typeCheck() async throws {
        let folder = try TemporaryFolder()
        let modules = try CorpusDocument.all.map { document in
            try folder.write(document.compiled().artifact.source, to: "\(document.name).ts")
        }
        let output = try await DenoRunner().check(modules)
        #expect(output.status == 0, "\(output.stderr)")
    }

    @Test("Every helper in a module is used there", arguments: CorpusDocument.all)
    func helpers(document: CorpusDocument) throws {
        let source = try document.compiled().artifact.source
        var counts: [Substring: Int] = [:]
        for name in source.matches(of: /\$[A-Za-z]\w*/) { counts[name.output, default: 0] += 1 }
        for definition in source.matches(of: /function (\$[A-Za-z]\w*)\(/) {
            #expect(counts[definition.1, default: 0] > 1, "\(definition.1)")
        }
    }

    @Test("Every document says what is expected of it; the one with a plugin's node is run with that plugin")
    func complete() {
        let documents = CorpusDocument.files.filter { $0.hasSuffix(".json") && !$0.hasSuffix(".expected.json") }
        #expect(Set(documents) == Set(CorpusDocument.all.map { "\($0.name).json" } + ["order-notification.json"]))
        #expect(CorpusDocument.all.count >= 40)
    }

    @Test("What is expected has no member that nothing checks", arguments: CorpusDocument.all)
    func members(document: CorpusDocument) throws {
        let expectation = try document.expectation()
        #expect(Set((expectation.object ?? [:]).keys).subtracting(CorpusDocument.members) == [])
        for expected in expectation["cases"]?.array ?? [] {
            #expect(Set((expected.object ?? [:]).keys).subtracting(CorpusCase.members) == [])
        }
    }

    @Test("Every built-in node is in it, with every one of its fields", arguments: BuiltInNodes.definitions.map(\.id))
    func coverage(type: String) throws {
        let nodes = try CorpusDocument.all.flatMap { try $0.document()["nodes"]?.array ?? [] }
            .filter { $0["type"]?.string == type }
        #expect(!nodes.isEmpty)
        let definition = try #require(BuiltInNodes.definitions.first { $0.id == type })
        for field in definition.configSchema {
            #expect(nodes.contains { $0["data"]?[field.name] != nil }, "\(field.name)")
        }
    }
}
