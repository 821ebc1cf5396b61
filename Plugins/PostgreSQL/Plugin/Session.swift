import Foundation
import PluginKit
import Values

/// A connection with a thread of its own, on which all its work is done.
final class Session: Sendable {
    private let inbox = WorkInbox<@Sendable (PostgreSQLConnection) -> Void>()

    init(_ parameters: ConnectionParameters, notices: NoticeSink) {
        let thread = Thread { [inbox] in
            let connection = PostgreSQLConnection(parameters, notices: notices)
            while let work = inbox.next() { work(connection) }
            connection.close()
        }
        thread.name = "millrace.postgresql"
        thread.start()
    }

    /// Does work after all that was asked for before, and returns what comes of it.
    func run<Value: Sendable>(
        _ work: @escaping @Sendable (PostgreSQLConnection) throws(PluginFailure) -> Value
    ) async throws(PluginFailure) -> Value {
        let result: Result<Value, PluginFailure> = await withCheckedContinuation { continuation in
            let isTaken = inbox.add { connection in
                continuation.resume(returning: Result { () throws(PluginFailure) in try work(connection) })
            }
            if !isTaken { continuation.resume(returning: .failure(Self.closed)) }
        }
        return try result.get()
    }

    /// Does work that nobody waits for.
    func begin(_ work: @escaping @Sendable (PostgreSQLConnection) -> Void) { inbox.add(work) }

    func close() { inbox.close() }

    private static let closed = PluginFailure(
        code: "storage.unavailable", message: "The plugin postgresql is shut down.", retryable: true)
}
