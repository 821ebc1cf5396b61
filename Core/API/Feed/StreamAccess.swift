import Platform

/// How long a caller may follow a stream.
struct StreamAccess: Sendable {
    /// Between polls whether the caller still may.
    private static let pause = Duration.seconds(2)

    let access: OpenAccess
    let caller: Caller
    /// Ends when another stream of the person takes its place; `nil` for a stream that is counted otherwise, or not at all.
    var place: AsyncStream<FeedEvent>?

    /// Executes work until it ends, and no longer than the caller may follow it.
    func whileOpen(_ work: @escaping @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await work() }
            group.addTask {
                while await access.isOpen(caller) { try await Task.sleep(for: Self.pause) }
            }
            // What happens in the project is not for this stream.
            if let place { group.addTask { for await _ in place {} } }
            try await group.next()
            group.cancelAll()
        }
    }
}
