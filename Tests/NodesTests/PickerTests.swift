import Authoring
import Foundation
import JSON
import PluginMessages
import Testing
import Values

@testable import Platform

/// The lists of vendors that fields choose from, against recorded exchanges (`tests/pickers/cases.json` of each node).
@Suite("The pickers of the marketplace's nodes", .timeLimit(.minutes(10)))
struct PickerTests {
    private struct Recording: Decodable {
        let account: JSONObject
        let headers: [String: String]
        let pickers: [Picker]
    }

    private struct Picker: Decodable {
        let field: String
        let config: JSONObject?
        let search: String?
        let exchanges: [Exchange]
        let options: JSONValue
    }

    private struct Exchange: Decodable {
        struct Request: Decodable {
            let method: String
            let url: String
            let body: JSONValue?
        }

        struct Response: Decodable {
            let headers: [String: String]?
            let body: JSONValue
        }

        let request: Request
        let response: Response
    }

    /// The newest version of each node whose fields have lists.
    private static func nodes() throws -> [NodeDefinition] {
        try NodePlugins.manifests().flatMap(\.nodes).filter { node in
            node.configSchema.contains { $0.optionsFrom != nil }
        }
    }

    private static func recording(of node: NodeDefinition) throws -> Recording {
        for folder in NodePlugins.folders {
            let source = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                .filter { $0.hasSuffix(".swift") }
                .map { try String(contentsOf: folder.appending(path: $0), encoding: .utf8) }.joined()
            guard source.contains("id: \"\(node.id)\""), source.contains("version: \"\(node.version)\"") else {
                continue
            }
            let file = folder.appending(path: "tests/pickers/cases.json")
            return try JSONValue(parsing: Array(Data(contentsOf: file))).decode()
        }
        throw CocoaError(.fileNoSuchFile)
    }

    @Test("Twelve of the most used nodes have them, and each is declared as a list that can be requested")
    func declarations() throws {
        let nodes = try Self.nodes()
        let ids = Set(nodes.map(\.id))
        let wanted: Set = [
            "slack", "google-sheets", "airtable", "notion", "trello", "jira", "asana", "gitlab", "clickup", "gmail",
            "openai", "github",
        ]
        #expect(wanted.isSubset(of: ids), "\(wanted.subtracting(ids))")
        for node in nodes {
            for field in node.configSchema {
                guard let source = field.optionsFrom else { continue }
                #expect(field.type == .string, "\(node.id), \(field.name): a text stays possible")
                #expect(!source.lists.isEmpty)
                for list in source.lists {
                    #expect(list.problems(among: node.configSchema) == [], "\(node.id), \(field.name)")
                }
                // A field that is needed first can be filled in where this one is.
                let secrets = Set(node.configSchema.filter { $0.type == .secret }.map(\.name))
                for name in source.lists[0].needs(secrets: secrets) where name != "baseUrl" {
                    let other = try #require(node.configSchema.first { $0.name == name })
                    let shown = other.shownFor.map(Set.init)
                    let own = Set(field.shownFor ?? [])
                    #expect(
                        shown == nil || (field.shownFor != nil && own.isSubset(of: shown ?? [])),
                        "\(node.id): \(field.name) is shown for \(own.subtracting(shown ?? [])), \(name) is not")
                }
            }
        }
    }

    @Test("Each list is requested as its vendor documents it, page by page, and read as options")
    func exchanges() throws {
        for node in try Self.nodes() {
            let recording = try Self.recording(of: node)
            var recorded: Set<VendorList> = []
            for picker in recording.pickers {
                let name = "\(node.id), \(picker.field)"
                let field = try #require(node.configSchema.first { $0.name == picker.field }, "\(name)")
                let lists = try #require(field.optionsFrom, "\(name)").lists
                recorded.formUnion(lists)
                let options = try options(of: lists, node, picker, recording, name)
                let expected = Self.expanded(picker.options).array ?? []
                #expect(options.map(\.value) == expected.compactMap { $0["value"]?.string }, "\(name)")
                #expect(options.map(\.label) == expected.compactMap { $0["label"]?.string }, "\(name)")
            }
            for field in node.configSchema {
                let lists = field.optionsFrom?.lists ?? []
                #expect(
                    recorded.isSuperset(of: lists), "\(node.id): no exchange of the options of \(field.name)")
            }
        }
    }

    private func options(
        of lists: [VendorList], _ node: NodeDefinition, _ picker: Picker, _ recording: Recording, _ name: String
    ) throws -> [ConfigField.Option] {
        let account = NodeAccount(node.configSchema, .values, ["values": .object(recording.account)], minted: nil)
        let filled = FilledFields(node.configSchema, picker.config ?? [:])
        var exchanges = picker.exchanges[...]
        var options: [ConfigField.Option] = []
        for list in lists {
            var cursor: String?
            repeat {
                let next = exchanges.popFirst()
                let exchange = try #require(next, "\(name): a request too many")
                let request = try VendorListRequest(
                    list, of: node.configSchema, filled, account, search: picker.search ?? "", cursor: cursor)
                #expect(request.method == exchange.request.method, "\(name)")
                #expect(request.url == exchange.request.url, "\(name)")
                let sentBody = try request.body.map { try JSONValue(parsing: $0) }
                #expect(sentBody == exchange.request.body, "\(name)")
                let sent = Dictionary(request.headers.map { ($0.name, $0.value) }) { $1 }
                for (header, value) in recording.headers { #expect(sent[header] == value, "\(name): \(header)") }
                let page = try #require(
                    VendorListPage(
                        Self.expanded(exchange.response.body), list,
                        header: { header in
                            exchange.response.headers?.first { $0.key.lowercased() == header.lowercased() }?.value
                        }, cursor: cursor), "\(name): no list in the response")
                options += page.options
                cursor = page.next
            } while cursor != nil
        }
        #expect(exchanges.isEmpty, "\(name): \(exchanges.count) exchanges are not used")
        return options
    }

    /// `{times, of}` in a list stands for so many elements, with their numbers in place of `{n}`.
    private static func expanded(_ value: JSONValue) -> JSONValue {
        switch value {
        case .array(let elements):
            return .array(
                elements.flatMap { element -> [JSONValue] in
                    guard let count = element["times"]?.int, let one = element["of"] else { return [expanded(element)] }
                    return (0..<count).compactMap { try? JSONValue(parsing: one.text.replacing("{n}", with: "\($0)")) }
                })
        case .object(let members): return .object(JSONObject(members.map { ($0.key, expanded($0.value)) }))
        default: return value
        }
    }

    @Test(
        "Pages are counted as far as numbers go",
        arguments: [VendorPages.numbers(as: "page", size: 1), .offsets(as: "from", size: 1)])
    func lastNumber(pages: VendorPages) throws {
        let list = VendorList("/things", items: "", label: "name", value: "id", pages: pages)
        let page = try #require(VendorListPage([["id": "1", "name": "One"]], list, cursor: "\(Int.max)"))
        #expect(page.options.count == 1 && page.next == nil)
        let lists = [list]
        for cursor in ["0:abc", "0:-1", "0:\(Int.max)", "1:", "x"] {
            #expect(VendorListing.Position(cursor, of: lists) == nil, "\(cursor)")
        }
        #expect(VendorListing.Position("0:2", of: lists)?.cursor == "2")
    }
}
