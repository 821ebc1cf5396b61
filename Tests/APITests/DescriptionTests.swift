import JSON
import PlatformFixtures
import PluginMessages
import Testing

@testable import API

/// What a reader of the API's reference has to go by.
@Suite("Descriptions in the API's document", .timeLimit(.minutes(10)))
struct DescriptionTests {
    @Test("Every operation of the core says more than its name, and every member of a body what it is")
    func complete() async throws {
        try await Server.with { server in
            for operation in server.operations where operation.isListed && !operation.path.hasPrefix("/api/resources/")
            { #expect(!operation.notes.isEmpty, "\(operation.method) \(operation.path)") }
            let document = try await server.send("GET", "/api/openapi.json").json
            var members = DescribedMembers(schemas: document["components"]?["schemas"]?.object ?? [:])
            for (path, operations) in document["paths"]?.object ?? [:] where !path.hasPrefix("/api/resources/") {
                members.visit(.object(operations.object ?? [:]), at: path)
            }
            #expect(members.count > 400)
            #expect(members.lacking == [])
        }
    }

    @Test("An endpoint of a plugin has the description, the status and the media type that its manifest declares")
    func plugins() async throws {
        let resource = ResourceEndpoint(
            "make", .post, "stamps", scope: .write, summary: "Make a stamp", description: "Prints it.",
            status: 201, mediaType: "image/png")
        try await Server.with(contributions: FakeContributions(resources: [resource])) { server in
            let document = try await server.send("GET", "/api/openapi.json", key: "").json
            let operation = try #require(document["paths"]?["/api/resources/stamps"]?["post"])
            #expect(operation["description"] == "Prints it.")
            let responses = try #require(operation["responses"]?.object)
            #expect(responses["201"]?["content"]?["image/png"] != nil && responses["200"] == nil)
        }
    }
}

/// The members of the objects that a part of the document leads to, and which of them have no description.
private struct DescribedMembers {
    private let schemas: JSONObject
    private(set) var count = 0
    private(set) var lacking: [String] = []
    private var visited: Set<String> = []

    init(schemas: JSONObject) { self.schemas = schemas }

    mutating func visit(_ value: JSONValue, at place: String) {
        switch value {
        case .array(let values): for value in values { visit(value, at: place) }
        case .object(let object):
            if let name = object["$ref"]?.string?.split(separator: "/").last.map(String.init),
                visited.insert(name).inserted, let schema = schemas[name]
            {
                visit(schema, at: name)
            }
            for (key, value) in object where !["example", "examples", "default"].contains(key) {
                if key == "properties" { check(value, at: place) }
                visit(value, at: place)
            }
        case .null, .bool, .number, .string: break
        }
    }

    private mutating func check(_ members: JSONValue, at place: String) {
        for (name, schema) in members.object ?? [:] where schema.object != nil {
            count += 1
            // A member that may be null too has it in the choice that is not.
            let choices = [schema] + (schema["anyOf"]?.array ?? [])
            if !choices.contains(where: { $0["description"]?.string?.isEmpty == false }) {
                lacking.append("\(place): \(name)")
            }
        }
    }
}
