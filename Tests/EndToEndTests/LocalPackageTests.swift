import Foundation
import JSON
import TestSupport
import Testing

@Suite("Packages of npm in deploys to this machine", .timeLimit(.minutes(20)))
struct LocalPackageTests {
    @Test("They are bundled without running their scripts, and are there after a restart")
    func bundled() async throws {
        let registry = try await PackageRegistry()
        try await registry.serving { base in
            try await LocalInstallation.running(settings: ["NPM_REGISTRY=\(base)"]) { installation in
                let document = try CloudflareDocument.greeting()
                let worker = try await installation.deploy(document, dependencies: ["greeter": "^1.0.0"])
                let state = try await worker.trigger(["name": "Ada"]).end()
                #expect(state["output"] == "Hello, Ada", "\(state.text)\n\(installation.server.output)")
                #expect(!FileManager.default.fileExists(atPath: registry.mark.path))
                // A package's error is of the node that called it.
                let failed = try await worker.trigger(["name": "nobody"]).end()
                #expect(failed["error"]?["message"] == "There is nobody to greet", "\(failed.text)")
                #expect(failed["error"]?["nodeId"] == "answer", "\(failed.text)")
                try await installation.server.killAtOnce()
                let server = try await ServerProcess(data: installation.folder.url)
                let api = try APIClient(server, data: installation.folder.url)
                let order: JSONValue = ["connectionId": .string(installation.connection), "params": ["name": "Zoë"]]
                let run = try await api.call("POST", "/api/workflows/\(worker.id)/trigger", order)
                let ended = try await api.end(of: run["id"]?.string ?? "", worker.id)
                #expect(ended["output"] == "Hello, Zoë", "\(ended.text)\n\(server.output)")
                try await server.stop()
            }
        }
    }

    @Test("A package that does not exist is named, and nothing is deployed")
    func unknown() async throws {
        let registry = try await PackageRegistry()
        try await registry.serving { base in
            try await LocalInstallation.running(settings: ["NPM_REGISTRY=\(base)"]) { installation in
                let document = try CloudflareDocument.greeting()
                let failure = await #expect(throws: APIClient.Unexpected.self) {
                    try await installation.deploy(document, dependencies: ["no-such-greeter": "1.0.0"])
                }
                #expect(failure?.description.contains("worker.npm") == true, "\(failure?.description ?? "")")
                #expect(failure?.description.contains("no-such-greeter") == true)
            }
        }
    }
}
