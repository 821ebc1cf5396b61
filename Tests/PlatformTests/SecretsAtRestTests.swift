import FoundationEssentials
import PlatformFixtures
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct SecretsAtRestTests {
    @Test("No file of the data directory holds a secret, but for the two that are made for it")
    func files() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (workflow, _) = try await installation.deployedWorkflow()
            var change = WorkflowChange()
            change.variables = [Variable(name: "TOKEN", value: "variable-secret", isSecret: true)]
            _ = try await installation.platform.workflows.update(caller, workflow, change)
            _ = try await installation.platform.connections.create(
                caller, provider: "elsewhere", name: nil, credentials: ["apiToken": "credential-secret"])
            let key = try #require(installation.platform.firstStart?.apiKey.text)
            let files = try FileManager.default.contentsOfDirectory(atPath: installation.directory)
            #expect(files.contains("millrace.sqlite"))
            for file in files where !["master.key", "initial-api-key"].contains(file) {
                let bytes = try Data(contentsOf: URL(filePath: "\(installation.directory)/\(file)"))
                let text = String(decoding: bytes, as: UTF8.self)
                for secret in ["variable-secret", "credential-secret", key] {
                    #expect(!text.contains(secret), "\(file)")
                }
            }
        }
    }
}
