import Foundation
import JSON
import TestSupport
import Testing

@Suite("Commands for registries", .timeLimit(.minutes(20)))
struct RegistryCommandTests {
    @Test("A registry is built, signed, edited and verified")
    func edit() async throws {
        let folder = try TemporaryFolder()
        let plugins = try BuildProducts.nodes(["Slack", "Stripe"], in: folder)
        let (key, registry) = (folder.url.appending(path: "key").path, folder.url.appending(path: "registry").path)
        let made = try await millrace("registry keygen", key)
        let publicKey = try await millrace("registry public-key", key).trimmingCharacters(in: .newlines)
        #expect(publicKey.hasPrefix("ed25519:") && made.contains(publicKey))
        #expect(try await millrace("registry table", plugins).contains("| Node "))
        try await millrace("registry build", plugins, "--output", registry)
        try await millrace("registry sign", registry, "--key", key)
        try await millrace("registry verify", registry, "--trusted-key", publicKey)
        try await millrace("registry deprecate", registry, "slack", "--message", "Use Teams.", "--key", key)
        let other = folder.url.appending(path: "other").path
        try await millrace("registry keygen", other)
        let otherKey = try await millrace("registry public-key", other).trimmingCharacters(in: .newlines)
        try await millrace(
            "registry publisher", registry, "acme", "--public-key", otherKey, "--node", "acme-*", "--key", key)
        let index = try JSONValue(parsing: Data(contentsOf: URL(filePath: "\(registry)/index.json")))
        #expect(index.text.contains("Use Teams.") && index.text.contains("acme-*"))
        let version = index.text.firstMatch(of: #/"slack".*?"version":"([0-9.]+)"/#)?.1 ?? "1.1.0"
        try await millrace("registry yank", registry, "slack", String(version), "--reason", "Broken.", "--key", key)
        try await millrace("registry revoke-key", registry, otherKey, "--reason", "Lost.", "--key", key)
        let after = try String(contentsOfFile: "\(registry)/index.json", encoding: .utf8)
        #expect(after.contains("Broken.") && after.contains("Lost."))
        try await millrace("registry verify", registry, "--trusted-key", publicKey)
    }

    struct Unexpected: Error {
        let output: Command.Output
    }

    @discardableResult
    private func millrace(_ command: String, _ arguments: String...) async throws -> String {
        let words = command.split(separator: " ").map(String.init) + arguments
        let output = try await Command(executable: BuildProducts.millrace, arguments: words).run()
        guard output.status == 0 else { throw Unexpected(output: output) }
        return output.stdout
    }
}
