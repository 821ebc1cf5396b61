import Foundation
import Values

/// Threads on which bodies of transactions wait for a database that is elsewhere. Answers arrive on threads of the
/// concurrency pool, so that none of those may wait.
final class TransactionThreads: Sendable {
    private let inbox = WorkInbox<@Sendable () -> Void>()

    init(_ name: String, count: Int) {
        for number in 1...count {
            let thread = Thread { [inbox] in
                while let work = inbox.next() { work() }
            }
            thread.name = "\(name).\(number)"
            thread.start()
        }
    }

    deinit { inbox.close() }

    /// Runs `body` on the thread that is free first, in the order of the calls.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            inbox.add { continuation.resume(with: Swift.Result { try body() }) }
        }
    }
}
