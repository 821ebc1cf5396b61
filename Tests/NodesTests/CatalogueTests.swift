import Authoring
import Foundation
import Testing

@Suite("The catalogue of the marketplace")
struct CatalogueTests {
    @Test("The table of nodes says what their definitions say: `make node-table` makes it")
    func table() throws {
        let page = try String(contentsOf: NodePlugins.folder.appending(path: "README.md"), encoding: .utf8)
        let table = NodeTable(try NodePlugins.manifests().flatMap(\.nodes)).text
        #expect(page.hasSuffix("\n\n" + table))
    }
}
