import JSON
import NIOCore
import PlatformFixtures
import PluginHost
import PluginMessages
import Storage
import Testing

@testable import API
@testable import Platform

@Suite("The API's description", .timeLimit(.minutes(10)))
struct OpenAPITests {
    @Test("It has every endpoint once, under a name of its own, and leads nowhere that is not there")
    func complete() async throws {
        try await Server.with { server in
            let document = try await server.send("GET", "/api/openapi.json", key: "").json
            let mounted = server.operations.filter(\.isListed)
            let names = mounted.map(\.name)
            #expect(Set(names).count == names.count && !names.contains(""))
            for operation in mounted {
                let described = document["paths"]?[operation.template]?[operation.method.rawValue.lowercased()]
                #expect(described?["operationId"]?.string == operation.name, "\(operation.method) \(operation.path)")
            }
            // What plugins bring, too.
            #expect(document["paths"]?["/api/resources/boxes/{box}/things"]?["get"]?["summary"] == "Lists things.")
            for reference in Self.references(in: document) {
                let there = reference.dropFirst(2).split(separator: "/").reduce(document as JSONValue?) {
                    $0?[String($1)]
                }
                #expect(there != nil, "\(reference)")
            }
        }
    }

    @Test("Clients can be generated: ids are unique, lists are named, statuses are exact, a PUT has a body")
    func generators() async throws {
        let same = ["stamps", "coins"].map { ResourceEndpoint($0, .get, $0, summary: "List pieces", answer: Self.list) }
        try await Server.with(contributions: FakeContributions(resources: same + [Self.put])) { server in
            let document = try await server.send("GET", "/api/openapi.json", key: "").json
            var names: Set<String> = []
            for (path, methods) in document["paths"]?.object ?? [:] {
                for (method, operation) in methods.object ?? [:] {
                    let name = operation["operationId"]?.string ?? ""
                    #expect(
                        names.insert(name).inserted && name.first?.isLowercase == true, "\(method) \(path): \(name)")
                    if method == "put" { #expect(operation["requestBody"] != nil, "\(path)") }
                    for (status, response) in operation["responses"]?.object ?? [:] {
                        #expect(Int(status) != nil, "\(method) \(path): \(status)")
                        for (_, content) in response["content"]?.object ?? [:] {
                            #expect(content["schema"]?["properties"]?["data"] == nil, "\(method) \(path)")
                        }
                    }
                }
            }
            #expect(names.isSuperset(of: ["listPieces", "listPiecesGetCoins", "listApiKeys", "keepBytes"]))
        }
    }

    private static let list = ResourceEndpoint.page()
    private static let put = ResourceEndpoint("keep", .put, "stamps/:stamp", scope: .write, summary: "Keep bytes")

    @Test("What a package brings is in the description for those who have it, and for nobody else")
    func packages() async throws {
        try await Server.with { server in
            let resource = ResourceEndpoint("list", .get, "stamps", summary: "Lists stamps.")
            let node = "stamp"
            server.installation.contributions.host.attach(
                LoadedPlugin(
                    path: "stamp", origin: .package(node: node, version: "1.0.0"),
                    manifest: Manifest(id: node, name: "Stamp", version: "1.0.0", resources: [resource]),
                    connection: server.installation.provider))
            try await server.installation.storage.transaction { database in
                try Table(in: database).insert(
                    PackageRecord(
                        node: node, version: "1.0.0", path: "", size: 0, sha256: "", keyID: nil, registry: "",
                        createdAt: .now))
                try Table(NodeInstallationRecord.self, in: database).makeCurrent(
                    "1.0.0", of: node, for: server.owner.organization, at: .now)
            }
            let stranger = try await server.installation.stranger(server.owner)
            let theirs = try await server.installation.platform.keys.create(stranger, name: "S", scopes: [.read])
            let owner = try await Person.owner(of: server)
            func paths(_ answer: Server.Answer) -> [String] {
                (answer.json["paths"]?.object ?? [:]).map(\.key).filter { $0.contains("stamps") }
            }
            let document = "/api/openapi.json"
            #expect(paths(try await server.send("GET", document)) == ["/api/resources/stamps"])
            #expect(paths(try await owner.send("GET", document)) == ["/api/resources/stamps"])
            for key in ["", "ask_mistyped", theirs.text] {
                let answer = try await server.send("GET", document, key: key)
                #expect(answer.status == 200 && paths(answer).isEmpty, "\(key)")
                #expect(answer.json["paths"]?["/api/resources/boxes/{box}/things"] != nil)
            }
            let shared = try await server.send("GET", document, key: "").headers["vary"] ?? ""
            #expect(shared.contains("authorization"))
        }
    }

    @Test("Every example is as its schema has it")
    func examples() async throws {
        try await Server.with { server in
            for operation in server.operations where operation.isListed {
                for schema in operation.schemas {
                    #expect(schema.problems(of: schema.sample) == [], "\(operation.summary): \(schema.sample.text)")
                }
            }
        }
    }

    @Test(
        "An answer that is not as the description has it is found",
        arguments: [
            (200, "application/json", "{}"), (200, "application/json", #"{"data": [{}], "nextCursor": null}"#),
            (200, "text/plain", #"{"data": [], "nextCursor": null}"#),
            (201, "application/json", #"{"data": [], "nextCursor": null}"#), (400, "application/json", "{}"),
            (418, "application/problem+json", "{}"),
        ])
    func lies(status: Int, type: String, text: String) async throws {
        try await Server.with { server in
            let check = DocumentCheck(server.operations)
            func problems(_ status: Int, _ type: String, _ text: String) -> [String] {
                let headers = ["content-type": type, "x-request-id": "x", "etag": "W/\"x\""]
                return check.problems(
                    of: .init(status: status, headers: headers, body: ByteBuffer(string: text)), to: "GET",
                    "/api/workflows?limit=1")
            }
            #expect(!problems(status, type, text).isEmpty)
            #expect(problems(200, "application/json", #"{"data": [], "nextCursor": null}"#) == [])
        }
    }

    private static func references(in value: JSONValue) -> Set<String> {
        switch value {
        case .object(let members):
            members.reduce(into: []) { found, member in
                if member.key == "$ref", let text = member.value.string { found.insert(text) }
                found.formUnion(references(in: member.value))
            }
        case .array(let values): values.reduce(into: []) { $0.formUnion(references(in: $1)) }
        case .null, .bool, .number, .string: []
        }
    }
}
