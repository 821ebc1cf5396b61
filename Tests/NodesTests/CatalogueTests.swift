import Authoring
import Foundation
import PluginMessages
import Testing
import Values

@Suite("The catalogue of the marketplace", .timeLimit(.minutes(10)))
struct CatalogueTests {
    @Test("The newest version of a changed node has the action Request, and the first version is still there")
    func versions() throws {
        let nodes = Dictionary(grouping: try NodePlugins.manifests().flatMap(\.nodes), by: \.id)
        for (id, versions) in nodes where versions.count > 1 {
            let newest = try #require(versions.max { SemanticVersion.isOlder($0.version, than: $1.version) })
            #expect(newest.version == "1.1.0" && versions.contains { $0.version == "1.0.0" }, "\(id)")
            let fields = Dictionary(uniqueKeysWithValues: newest.configSchema.map { ($0.name, $0) })
            let request = ["Request"]
            #expect(fields["action"]?.options?.last?.value == "Request", "\(id)")
            #expect(fields["requestPath"]?.requiredFor == request, "\(id)")
            #expect(fields["retryWrites"]?.shownFor?.last == "Request", "\(id)")
            // What only other actions need is not asked of a request.
            #expect(newest.configSchema.allSatisfy { !$0.required || $0.requiredFor == nil }, "\(id)")
            #expect(newest.outputSchema.allSatisfy { $0.nullable == true }, "\(id)")
            #expect(newest.outputSchema.contains { $0.name == "response" }, "\(id)")
        }
    }

    @Test("The table of nodes says what their definitions say: `make node-table` makes it")
    func table() throws {
        let page = try String(contentsOf: NodePlugins.folder.appending(path: "README.md"), encoding: .utf8)
        let table = NodeTable(try NodePlugins.manifests().flatMap(\.nodes)).text
        #expect(page.hasSuffix("\n\n" + table))
    }
}
