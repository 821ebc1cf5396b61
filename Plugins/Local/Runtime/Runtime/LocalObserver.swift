import PluginMessages

/// Who learns what happens, and mints what programs ask for.
package struct LocalObserver: Sendable {
    package let log: @Sendable (PluginLogLevel, String) -> Void
    /// All that keeps programs from running now.
    package let problems: @Sendable ([PluginFailure]) -> Void
    package let changed: @Sendable (RunState, _ deploymentId: String) -> Void

    /// A token of a credential.
    package let token: @Sendable (TokenRequest) async throws -> TokenAnswer

    package init(
        log: @escaping @Sendable (PluginLogLevel, String) -> Void,
        problems: @escaping @Sendable ([PluginFailure]) -> Void = { _ in },
        changed: @escaping @Sendable (RunState, _ deploymentId: String) -> Void,
        token: @escaping @Sendable (TokenRequest) async throws -> TokenAnswer = { _ in
            throw PluginFailure(.tokens, message: "Tokens are not available in this runtime.")
        }
    ) {
        self.log = log
        self.problems = problems
        self.changed = changed
        self.token = token
    }
}
