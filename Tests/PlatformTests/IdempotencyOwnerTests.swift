import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Owners of idempotency keys", .timeLimit(.minutes(10)))
struct IdempotencyOwnerTests {
    private enum Member: CaseIterable { case organization, project, user }

    private static func other(than caller: Caller, _ member: Member) -> Caller {
        Caller(
            organization: member == .organization ? .make() : caller.organization,
            project: member == .project ? .make() : caller.project,
            user: member == .user ? .make() : caller.user, scopes: caller.scopes)
    }

    @Test("A key is its sender's: another organization, project or user executes its own request")
    func owners() async throws {
        try await Installation.with { installation in
            let idempotency = installation.platform.idempotency
            let owner = try await installation.owner()
            let request = Array("POST /api/workflows".utf8)
            guard case .first(let ticket) = try await idempotency.begin(owner, key: "k", request: request) else {
                Issue.record("The first request under a key is not executed.")
                return
            }
            try await idempotency.keep(.init(status: 201, contentType: nil, body: Array("{}".utf8)), of: ticket)
            guard case .again(let response, _) = try await idempotency.begin(owner, key: "k", request: request) else {
                Issue.record("The sender does not get the stored response.")
                return
            }
            #expect(response.status == 201)
            for member in Member.allCases {
                let other = Self.other(than: owner, member)
                guard case .first = try await idempotency.begin(other, key: "k", request: request) else {
                    Issue.record("Another \(member) gets the stored response.")
                    continue
                }
            }
        }
    }
}
