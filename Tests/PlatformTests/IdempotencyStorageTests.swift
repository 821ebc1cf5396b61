import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Idempotency keys of requests that lose the database", .timeLimit(.minutes(10)))
struct IdempotencyStorageTests {
    private static let request = Array("POST /api/workflows".utf8)
    private static let lost = StorageError.unavailable("the connection was lost")

    private func first(
        _ idempotency: Idempotency, _ caller: Caller, _ comment: Comment
    ) async throws -> Idempotency.Ticket {
        guard case .first(let ticket) = try await idempotency.begin(caller, key: "k", request: Self.request) else {
            throw Stop(comment: comment)
        }
        return ticket
    }

    private struct Stop: Error { let comment: Comment }

    private func expect(_ code: String, _ body: () async throws -> Idempotency.Begin) async {
        do {
            _ = try await body()
            Issue.record("It was not refused with \(code).")
        } catch { #expect((error as? PlatformError)?.code == code, "\(error)") }
    }

    @Test("A retry executes a request again whose change was not committed")
    func unchanged() async throws {
        try await Installation.with { installation in
            let (idempotency, caller) = (installation.platform.idempotency, try await installation.owner())
            for turn in 0..<3 {
                let ticket = try await first(idempotency, caller, "Turn \(turn) is not executed.")
                // As long as it is executed there is no other one.
                await expect("idempotency.inProgress") {
                    try await idempotency.begin(caller, key: "k", request: Self.request)
                }
                try await idempotency.fail(ticket, with: Self.lost)
            }
            let ticket = try await first(idempotency, caller, "The last one is not executed.")
            try await idempotency.keep(.init(status: 201, contentType: nil, body: []), of: ticket)
            guard case .again = try await idempotency.begin(caller, key: "k", request: Self.request) else {
                Issue.record("The response was not stored.")
                return
            }
        }
    }

    @Test("What another server may have executed is the same request again, or is not executed again")
    func uncertain() async throws {
        try await Installation.with { installation in
            let (idempotency, caller) = (installation.platform.idempotency, try await installation.owner())
            let lost = PlatformError.provider("local", .lost(by: "s1"))
            let ticket = try await first(idempotency, caller, "It is not executed.")
            // The run that it starts has an id of its own: the server that has started it starts no other one.
            try await idempotency.fail(ticket, with: lost, isRepeatable: true)
            let again = try await first(idempotency, caller, "It is not executed again.")
            #expect(again.identity.text == ticket.identity.text)
            // Nothing was sent: whatever it does, it has not done it.
            try await idempotency.fail(again, with: PlatformError.provider("local", .unreachable("s1")))
            let next = try await first(idempotency, caller, "It is not executed although nothing was sent.")
            try await idempotency.fail(next, with: lost)
            await expect("idempotency.responseLost") {
                try await idempotency.begin(caller, key: "k", request: Self.request)
            }
        }
    }

    @Test("A retry does not execute a request again whose change was committed before the database was lost")
    func changed() async throws {
        try await Installation.with { installation in
            let (platform, caller) = (installation.platform, try await installation.owner())
            let ticket = try await first(platform.idempotency, caller, "It is not executed.")
            _ = try await platform.idempotency.once(ticket) {
                try await platform.workflows.create(caller, NewWorkflow(name: "W"))
            }
            // The answer to its COMMIT did not arrive.
            try await platform.idempotency.fail(ticket, with: Self.lost)
            for _ in 0..<2 {
                await expect("idempotency.responseLost") {
                    try await platform.idempotency.begin(caller, key: "k", request: Self.request)
                }
            }
            await expect("idempotency.otherRequest") {
                try await platform.idempotency.begin(caller, key: "k", request: Array("other".utf8))
            }
            #expect(try await platform.workflows.list(caller, PageRequest()).elements.count == 1)
        }
    }

    @Test("Of requests that arrive at once under one key one is executed")
    func together() async throws {
        try await Installation.with { installation in
            let (idempotency, caller) = (installation.platform.idempotency, try await installation.owner())
            let executed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            guard case .first = try await idempotency.begin(caller, key: "k", request: Self.request)
                            else { return false }
                            return true
                        } catch let error as PlatformError where error.code == "idempotency.inProgress" { return false }
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(executed == 1)
        }
    }
}
