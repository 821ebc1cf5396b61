import Foundation
import JSON
import PluginMessages
import Testing

@testable import WorkerBundler

@Suite("Lines of bundles", .timeLimit(.minutes(10)))
struct SourceLinesTests {
    /// What esbuild 0.17.0 writes of `worker.ts`, whose fourth line exports, with a package of which the second does.
    private static let map = #"""
        {"version": 3, "sources": ["node_modules/greeter/index.js", "worker.ts"], "names": [], "mappings":
        ";AACO,IAAM,QAAQ,CAAC,SAAS;AAC7B,MAAI,CAAC;AAAM,UAAM,IAAI,MAAM,SAAS;AACpC,SAAO,UAAU;AACnB;;;ACDA,IAAO,iBAAQ,EAAE,EAAE,GAAM;AACvB,SAAO,MAAM,EAAE,CAAC;AAClB,EAAE;"}
        """#

    @Test("Each line names its source and its line there")
    func places() throws {
        let lines = try #require(SourceLines(Self.map))
        let package = [2, 3, 3, 4, 5].map {
            SourceLines.Place(source: "node_modules/greeter/index.js", line: $0)
        }
        let own = [4, 5, 6].map { SourceLines.Place(source: "worker.ts", line: $0) }
        #expect(lines.places == [nil] + package + [nil, nil] + own + [nil])
    }

    @Test("Lines of the code belong to its nodes, those of packages to none")
    func nodes() throws {
        let lines = try #require(SourceLines(Self.map))
        let found = lines.mappings(
            [LineMapping(line: 1, nodeId: nil), LineMapping(line: 5, nodeId: "greet")], of: "worker.ts")
        #expect(found == [LineMapping(line: 2, nodeId: nil), LineMapping(line: 10, nodeId: "greet")])
    }

    @Test("What is no map has no lines", arguments: ["", "{}", #"{"sources": [], "mappings": 1}"#])
    func none(map: String) { #expect(SourceLines(map) == nil) }

    @Test("Digits that are none, and sources that are not there, are passed over")
    func damaged() throws {
        let lines = try #require(SourceLines(#"{"sources": ["a"], "mappings": "AAAA;!!!!;AEAA;gggggggggggggggg"}"#))
        #expect(lines.places == [.init(source: "a", line: 1), nil, nil, nil])
    }

    @Test("A module is told apart from the map at its end")
    func outputs() {
        let map = Data("{}".utf8).base64EncodedString()
        let output = "code();\n//# sourceMappingURL=data:application/json;base64,\(map)\n"
        let module = BundledModule(output: output)
        #expect(module.code == "code();\n" && module.sourceMap == "{}")
        let without = BundledModule(output: "code();\n")
        #expect(without.code == "code();\n" && without.sourceMap == nil)
    }
}
