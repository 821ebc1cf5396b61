import Foundation
import JSON
import PluginMessages
import Testing

@testable import CloudflareRuntime

/// Held against the code: `Tests/Lint/calls.py` makes the table of calls, whose permissions are the cases of
/// `TokenPermission`.
@Suite("Links to a token's form", .timeLimit(.minutes(10)))
struct TokenTemplateTests {
    private static let tests = URL(filePath: #filePath).deletingLastPathComponent()

    private func text(_ path: String) throws -> String {
        try String(contentsOf: Self.tests.appending(path: "../../\(path)").standardizedFileURL, encoding: .utf8)
    }

    @Test("The page's links fill in the permissions of the code, no more and no fewer")
    func links() throws {
        let page = try text("Core/Documentation/cloudflare.md").split(separator: "\n").map(String.init)
        for (name, link) in [
            ("user-token", TokenPermission.userTemplate), ("account-token", TokenPermission.accountTemplate),
        ] {
            #expect(page.filter { $0.hasPrefix("[\(name)]: ") } == ["[\(name)]: \(link)"])
            let keys = try #require(
                URLComponents(string: link)?.queryItems?.first { $0.name == "permissionGroupKeys" }?.value)
            let asked = try JSONValue(parsing: keys).array ?? []
            let all = TokenPermission.allCases.map(\.rawValue).filter { !$0.isEmpty }
            let groups = Set(all.map { $0.components(separatedBy: " · ").prefix(2) })
            #expect(asked.count == groups.count && Set(asked.map { $0["key"]?.string }).count == asked.count)
            #expect(asked.count { $0["type"] == "edit" } == all.count { $0.hasSuffix("Edit") })
        }
    }

    @Test("The page's table, and the check of a token, name every permission that a call needs")
    func named() async throws {
        let page = try text("Core/Documentation/cloudflare.md")
        let table = try #require(page.split(separator: "| Permission | For |").last?.split(separator: "\n\n").first)
        let transport = AnsweringTransport { call in
            call.contains("tokens/verify") ? AnsweringTransport.result(["status": "active"]) : nil
        }
        let verification = try await transport.runtime.verify(
            VerifyRequest(
                credentials: ["apiToken": "t", "accountId": .string(CloudflareFixture.account)], permissions: true))
        let probed = Set((verification.permissions ?? []).map(\.name))
        var count = 0
        for permission in TokenPermission.allCases where permission != .none {
            let parts = permission.rawValue.components(separatedBy: " · ")
            #expect(table.contains(parts[1]), "\(permission.rawValue)")
            let hasEdit = TokenPermission.allCases.contains { $0.rawValue == "\(parts[0]) · \(parts[1]) · Edit" }
            guard parts[2] == "Edit" || !hasEdit else { continue }
            #expect(probed.contains(permission.rawValue), "\(permission.rawValue)")
            count += 1
        }
        #expect(count == probed.count)
    }
}
