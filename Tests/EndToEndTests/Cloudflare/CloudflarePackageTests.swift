import Foundation
import JSON
import TestSupport
import Testing

@Suite("Packages of npm in deploys to Cloudflare", .timeLimit(.minutes(20)))
struct CloudflarePackageTests {
    @Test("They are bundled without running their scripts, and asked for once")
    func bundled() async throws {
        let registry = try await PackageRegistry()
        try await registry.serving { base in
            try await CloudflareInstallation.running(settings: ["NPM_REGISTRY=\(base)"]) { installation in
                let workflow = try await installation.workflow(try CloudflareDocument.greeting())
                try await workflow.change(["dependencies": ["greeter": "^1.0.0"]])
                try await workflow.post(try CloudflareDocument.greeting())
                try await workflow.deploy()
                let run = try await workflow.run(["name": "Ada"])
                #expect(run.state["output"] == "Hello, Ada", "\(run.state.text)\n\(installation.server.output)")
                #expect(!FileManager.default.fileExists(atPath: registry.mark.path))
                let asked = registry.requests
                #expect(asked > 0)
                let again = try await workflow.deploy()
                #expect(again["notes"]?.array?.first?.string?.hasPrefix("Nothing has changed") == true)
                #expect(registry.requests == asked)
            }
        }
    }

    @Test("A package that does not exist is named, and nothing is deployed")
    func unknown() async throws {
        let registry = try await PackageRegistry()
        try await registry.serving { base in
            try await CloudflareInstallation.running(settings: ["NPM_REGISTRY=\(base)"]) { installation in
                let workflow = try await installation.workflow(try CloudflareDocument.greeting())
                try await workflow.change(["dependencies": ["no-such-greeter": "1.0.0"]])
                try await workflow.post(try CloudflareDocument.greeting())
                let answer = try await workflow.api.send("POST", "\(workflow.path)/deploy", workflow.order)
                #expect(answer.status == 502)
                #expect(answer.body["code"] == "worker.npm")
                #expect(answer.body["detail"]?.string?.contains("no-such-greeter") == true, "\(answer.body.text)")
                #expect(try await installation.served()["scripts"] == [:])
            }
        }
    }
}
