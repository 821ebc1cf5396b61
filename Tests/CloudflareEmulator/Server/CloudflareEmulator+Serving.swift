extension CloudflareEmulator {
    /// Serves as long as `body` runs.
    /// - Parameter body: Gets the base URL.
    package func serving(_ body: @escaping @Sendable (_ base: String) async throws -> Void) async throws {
        let (bases, running) = AsyncStream.makeStream(of: String.self)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                defer { running.finish() }
                try await run { running.yield($0) }
            }
            var started = bases.makeAsyncIterator()
            guard let base = await started.next() else { return try await group.waitForAll() }
            defer { group.cancelAll() }
            try await body(base)
        }
    }
}
