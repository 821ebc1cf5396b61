import PluginMessages

/// The end of a call that takes too long.
enum CallDeadline {
    /// Runs `body` and calls `onTimeout`, which makes it end, when it takes longer.
    static func limit<Value: Sendable>(
        _ duration: Duration, _ body: @escaping @Sendable () async -> Value,
        onTimeout: @escaping @Sendable () -> Void
    ) async -> Value {
        async let _: Void = {
            guard (try? await Task.sleep(for: duration)) != nil else { return }
            onTimeout()
        }()
        // Leaving the scope cancels the timer.
        return await body()
    }
}
