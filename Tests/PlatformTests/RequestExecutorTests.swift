import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Requests under a key on several servers", .timeLimit(.minutes(10)))
struct RequestExecutorTests {
    private static let request = Array("POST /api/workflows".utf8)

    private struct Pair {
        let first: Idempotency
        let second: Idempotency
        let caller: Caller
        let platform: Platform
    }

    /// Two servers of one database.
    private func with(
        _ first: RequestExecutor, _ second: RequestExecutor, epoch: Int = 1, _ body: (Pair) async throws -> Void
    ) async throws {
        try await Installation.with { installation in
            let (platform, storage) = (installation.platform, installation.platform.storage)
            try await installation.storage.transaction { database in
                try Table(ServerRecord.self, in: database).replace(
                    by: ServerRecord(owner: "o", name: "n", epoch: epoch, beat: 0))
            }
            func server(_ executor: RequestExecutor) -> Idempotency {
                Idempotency(storage: storage, secrets: platform.idempotency.secrets, server: executor)
            }
            try await body(
                Pair(
                    first: server(first), second: server(second), caller: try await installation.owner(),
                    platform: platform))
        }
    }

    private func ticket(_ idempotency: Idempotency, _ caller: Caller) async throws -> Idempotency.Ticket {
        let begun = try await idempotency.begin(caller, key: "k", request: Self.request)
        guard case .first(let ticket) = begun else { throw NotExecuted() }
        return ticket
    }

    private struct NotExecuted: Error {}

    private func code(_ body: () async throws -> Void) async -> String? {
        do {
            try await body()
            return nil
        } catch { return (error as? PlatformError)?.code }
    }

    /// The request's change, as a server makes it.
    private func change(_ pair: Pair, _ idempotency: Idempotency, _ ticket: Idempotency.Ticket) async throws {
        try await idempotency.once(ticket) {
            _ = try await pair.platform.workflows.create(pair.caller, NewWorkflow(name: "W"))
        }
    }

    private func count(_ pair: Pair) async throws -> Int {
        try await pair.platform.workflows.list(pair.caller, PageRequest()).elements.count
    }

    @Test("While one server executes a request another one refuses it")
    func inProgress() async throws {
        for (first, second) in [
            (RequestExecutor.leader(in: 1), RequestExecutor.follower()),
            (RequestExecutor.follower(), RequestExecutor.leader(in: 1)),
            (RequestExecutor.follower(), RequestExecutor.follower()),
        ] {
            try await with(first, second) { pair in
                let ticket = try await ticket(pair.first, pair.caller)
                for _ in 0..<2 {
                    #expect(
                        await code { _ = try await self.ticket(pair.second, pair.caller) } == "idempotency.inProgress")
                }
                try await change(pair, pair.first, ticket)
                #expect(await code { _ = try await self.ticket(pair.second, pair.caller) } == "idempotency.inProgress")
                try await pair.first.keep(.init(status: 201, contentType: nil, body: []), of: ticket)
                guard
                    case .again(let answer, _) = try await pair.second.begin(
                        pair.caller, key: "k", request: Self.request)
                else {
                    Issue.record("The other server does not respond with what was stored.")
                    return
                }
                #expect(answer.status == 201)
                #expect(try await count(pair) == 1)
            }
        }
    }

    @Test("What a leader of an earlier epoch has not changed is executed by another server, and what it changed is not")
    func replaced() async throws {
        try await with(.leader(in: 1), .leader(in: 2), epoch: 2) { pair in
            let first = try await ticket(pair.first, pair.caller)
            let second = try await ticket(pair.second, pair.caller)
            // It wakes, and its storage would refuse it by its epoch; the key does so, too.
            #expect(await code { try await change(pair, pair.first, first) } == "idempotency.inProgress")
            try await change(pair, pair.second, second)
            #expect(try await count(pair) == 1)
            // Its failure does not take away what the other one has noted, and its answer is not stored.
            try await pair.first.fail(first, with: PlatformError.requestInProgress)
            try await pair.first.keep(.init(status: 500, contentType: nil, body: []), of: first)
            #expect(await code { _ = try await self.ticket(pair.first, pair.caller) } == "idempotency.inProgress")
            try await pair.second.keep(.init(status: 201, contentType: nil, body: []), of: second)
            guard case .again(let answer, _) = try await pair.first.begin(pair.caller, key: "k", request: Self.request)
            else {
                Issue.record("There is no stored response.")
                return
            }
            #expect(answer.status == 201)
        }
    }

    @Test("Of two servers that execute a request at once one commits its change")
    func fence() async throws {
        try await with(.only("a"), .only("b")) { pair in
            let first = try await ticket(pair.first, pair.caller)
            // The second takes the first for one that has ended.
            let second = try await ticket(pair.second, pair.caller)
            let codes = await withTaskGroup(of: String?.self) { group in
                for (server, ticket) in [(pair.first, first), (pair.second, second)] {
                    group.addTask { await self.code { try await self.change(pair, server, ticket) } }
                }
                var codes: [String?] = []
                for await code in group { codes.append(code) }
                return codes
            }
            #expect(codes.filter { $0 == nil }.count == 1 && codes.contains("idempotency.inProgress"))
            #expect(try await count(pair) == 1)
        }
    }

    @Test("A server that gives no sign for 15 seconds is not waited for")
    func patience() {
        let now = Timestamp.now
        for (executor, epoch, age, expected) in [
            (RequestExecutor.follower(), 1, 14_999, true), (RequestExecutor.follower(), 1, 15_000, false),
            (RequestExecutor.leader(in: 1), 1, 14_999, true), (RequestExecutor.leader(in: 1), 1, 15_000, false),
            (RequestExecutor.leader(in: 1), 2, 0, false), (RequestExecutor.leader(in: nil), 1, 0, false),
            (RequestExecutor(text: "of an earlier version"), 1, 0, false),
        ] as [(RequestExecutor, Int, Int64, Bool)] {
            let sign = now.adding(milliseconds: -age)
            #expect(executor.mayExecute(since: sign, in: epoch, at: now) == expected, "\(executor.text) \(age)")
            // As the other server reads it.
            #expect(
                RequestExecutor(text: executor.text).mayExecute(since: sign, in: epoch, at: now) == expected)
        }
    }
}

extension RequestExecutor {
    fileprivate static func only(_ name: String) -> RequestExecutor { RequestExecutor(text: name) }
}
