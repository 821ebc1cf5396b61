import JSON
import PlatformFixtures
import Testing

@testable import API
@testable import Platform

@Suite("Documents of runs", .timeLimit(.minutes(10)))
struct RunDocumentTests {
    @Test("A test has the document that it was started with, whatever the draft is now, and a run that of its version")
    func document() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            func document(of run: JSONValue) async throws -> JSONValue {
                try await server.send("GET", "\(path)/runs/\(run["id"]?.string ?? "")/document").json
            }
            let sent = Installation.document(code: "return 12345678901234567890;")
            let test = try await server.send("POST", "\(path)/test", ["document": sent]).json
            let draft: JSONValue = ["document": Installation.document(code: "return 'draft';")]
            #expect(try await server.send("PUT", "\(path)/draft", draft).status == 200)
            let tested = try await document(of: test)
            #expect(tested["document"] == sent && tested["versionId"] == .null, "\(tested.text)")
            #expect(tested["runId"] == test["id"])

            let connection: JSONValue = ["connectionId": try await server.connection()]
            #expect(try await server.send("POST", "\(path)/deploy", connection).status == 201)
            let run = try await server.send("POST", "\(path)/trigger", connection).json
            let version = run["versionId"]?.string ?? ""
            let deployed = try await document(of: run)
            #expect(deployed["versionId"]?.string == version, "\(deployed.text)")
            #expect(try await server.send("GET", "\(path)/versions/\(version)").json["ir"] == deployed["document"])
        }
    }

    @Test("A run of another workflow is not found, and one whose version was deleted has no document")
    func missing() async throws {
        try await Server.with { server in
            let path = try await server.workflow().path
            let connection: JSONValue = ["connectionId": try await server.connection()]
            _ = try await server.send("POST", "\(path)/deploy", connection)
            let run = try await server.send("POST", "\(path)/trigger", connection).json["id"]?.string ?? ""
            let other = try await server.workflow().path
            let foreign = try await server.send("GET", "\(other)/runs/\(run)/document")
            #expect(foreign.status == 404 && foreign.json["code"] == "run.notFound", "\(foreign.text)")
            _ = try await server.installation.storage.transaction { database in
                try database.execute("UPDATE runs SET version_id = NULL", [])
            }
            let gone = try await server.send("GET", "\(path)/runs/\(run)/document")
            #expect(gone.status == 404 && gone.json["code"] == "version.notFound", "\(gone.text)")
        }
    }
}
