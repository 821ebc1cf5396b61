import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite("Requests that servers count together", .timeLimit(.minutes(10)))
struct RequestCountsTests {
    private static let span = Duration.seconds(60)
    private static let start = Timestamp(milliseconds: 1_800_000_000_000)

    private static func at(_ milliseconds: Int64) -> Timestamp { start.adding(milliseconds: milliseconds) }

    @Test("A quota holds for any span of a minute, on whichever servers the requests arrive")
    func quota() async throws {
        try await Installation.with { installation in
            let servers = [RequestCounts(storage: installation.storage), RequestCounts(storage: installation.storage)]
            func take(_ turn: Int, at time: Int64) async throws -> RequestCounts.Count {
                try await servers[turn % 2].take("write", of: "a", quota: 3, in: Self.span, at: Self.at(time))
            }
            for turn in 0..<3 {
                let count = try await take(turn, at: Int64(turn) * 10_000)
                #expect(count == .init(requests: turn + 1, first: Self.at(0), isExceeded: false))
            }
            #expect(try await take(3, at: 59_999) == .init(requests: 3, first: Self.at(0), isExceeded: true))
            #expect(try await take(4, at: 60_000) == .init(requests: 3, first: Self.at(10_000), isExceeded: false))
            #expect(try await take(5, at: 60_001).isExceeded)
            // Others are counted apart.
            for (policy, origin) in [("write", "b"), ("deploy", "a")] {
                let count = try await servers[0].take(policy, of: origin, quota: 3, in: Self.span, at: Self.at(60_001))
                #expect(count == .init(requests: 1, first: Self.at(60_001), isExceeded: false))
            }
        }
    }

    @Test("Of requests that arrive at once on two servers no more are counted than the quota has")
    func together() async throws {
        try await Installation.with { installation in
            let servers = [RequestCounts(storage: installation.storage), RequestCounts(storage: installation.storage)]
            let allowed = try await withThrowingTaskGroup(of: Bool.self) { group in
                for turn in 0..<40 {
                    group.addTask {
                        try await !servers[turn % 2].take(
                            "write", of: "a", quota: 7, in: Self.span, at: Self.start
                        ).isExceeded
                    }
                }
                return try await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(allowed == 7)
        }
    }

    @Test("What is taken back does not count, and a request that fails afterwards does")
    func refund() async throws {
        struct Refused: Error {}
        try await Installation.with { installation in
            let counts = RequestCounts(storage: installation.storage)
            func take() async throws -> Bool {
                try await !counts.take("deploy", of: "a", quota: 2, in: Self.span, at: Self.start).isExceeded
            }
            #expect(try await take())
            try await counts.refund("deploy", of: "a")
            #expect(try await take())
            // Within a request whose first transaction fails.
            let first = FirstTransaction { _ in
                throw Refused()
            } after: { _ in
            }
            #expect(try await FirstTransaction.$current.withValue(first) { try await take() })
            #expect(try await !take())
        }
    }

    @Test("A database of one server counts nothing")
    func alone() async throws {
        try await Installation.with { installation in
            #expect(RequestCounts(sharedIn: installation.storage) == nil || installation.storage.isShared)
            #expect(RequestCounts(sharedIn: SharedStorage(installation.storage)) != nil)
        }
    }
}
