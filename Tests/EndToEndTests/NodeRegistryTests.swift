import Foundation
import JSON
import TestSupport
import Testing

@Suite("The registry of this package's nodes", .serialized, .timeLimit(.minutes(20)))
struct NodeRegistryTests {
    @Test("It is built, signed and verified, and two versions of a node from it serve side by side")
    func versions() async throws {
        let folder = try TemporaryFolder()
        let libraries = try BuildProducts.nodes(["DirectMail_1_0_0", "DirectMail_1_0_1", "Slack"], in: folder)
        let (registry, key) = ("\(folder.url.path)/registry", "\(folder.url.path)/publisher.key")
        try await millrace("registry", "keygen", key)
        let built = try await millrace("registry", "build", libraries, "--output", registry, "--key", key)
        #expect(built.contains("2 nodes, 3 versions"))
        let trusted = try await millrace("registry", "public-key", key)
        try await millrace("registry", "verify", registry, "--trusted-key", trusted)
        for file in ["direct-mail/1.0.0/README.md", "direct-mail/1.0.1/icon.svg", "slack/1.0.0/node.json"] {
            #expect(FileManager.default.fileExists(atPath: "\(registry)/\(file)"), "\(file)")
        }

        let data = folder.url.appending(path: "data")
        let server = try await ServerProcess(data: data, arguments: ["--registry", registry, "--trusted-key", trusted])
        let api = try APIClient(server, data: data)
        _ = try await api.call("POST", "/api/marketplace/install", ["nodeId": "direct-mail", "version": "1.0.0"])
        let first = try await api.workflow(named: "First", Self.document(version: "1.0.0")).version
        _ = try await api.call("POST", "/api/marketplace/update", ["nodeId": "direct-mail"])
        let second = try await api.workflow(named: "Second", Self.document(version: "1.0.1")).version
        let again = try await api.call("POST", "/api/compile", ["ir": Self.document(version: "1.0.0")])
        #expect(first["id"] != nil && second["id"] != nil)
        #expect(again.text.contains("$direct_mail_1_0_0") && !again.text.contains("$direct_mail_1_0_1"))
        try await server.stop()
        try await refuseChanged(registry, trusted)
    }

    /// A library with one byte that differs.
    private func refuseChanged(_ registry: String, _ trusted: String) async throws {
        let files = FileManager.default.enumerator(atPath: registry)?.compactMap { $0 as? String } ?? []
        let library = try #require(files.filter { $0.hasSuffix(".so") }.min())
        let path = URL(filePath: "\(registry)/\(library)")
        var bytes = try Data(contentsOf: path)
        bytes[bytes.count / 2] ^= 1
        try bytes.write(to: path)
        let verified = try await Command(
            executable: BuildProducts.millrace, arguments: ["registry", "verify", registry, "--trusted-key", trusted]
        ).run()
        #expect(verified.status == 1 && verified.stdout.isEmpty, "\(verified.stdout)")
        #expect(verified.stderr.contains("direct-mail/1.0.0"), "\(verified.stderr)")
    }

    private static func document(version: String) -> JSONValue {
        [
            "metadata": [
                "name": "Mail", "version": 1, "createdAt": "2026-11-01T09:00:00Z", "updatedAt": "2026-11-01T09:00:00Z",
            ],
            "entryNodeId": "mail", "edges": [],
            "nodes": [
                [
                    "id": "mail", "type": "direct-mail", "name": "Mail", "position": ["x": 0, "y": 0],
                    "version": .string(version), "provider": "cloudflare",
                    "data": ["from": "mill@example.com", "to": "ada@example.com", "subject": "Cloth", "text": "Ready"],
                ]
            ],
        ]
    }

    private struct Failed: Error, CustomStringConvertible {
        let description: String
    }

    @discardableResult
    private func millrace(_ arguments: String...) async throws -> String {
        let output = try await Command(executable: BuildProducts.millrace, arguments: arguments).run()
        guard output.status == 0 else { throw Failed(description: "\(arguments): \(output.stdout)\n\(output.stderr)") }
        return output.stdout.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
