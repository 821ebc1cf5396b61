import PluginMessages

/// Who learns what happens.
package struct LocalObserver: Sendable {
    package enum Level: Sendable { case debug, info, warning, error }

    package let log: @Sendable (Level, String) -> Void
    /// All that keeps programs from running now.
    package let problems: @Sendable ([PluginFailure]) -> Void
    package let changed: @Sendable (RunState, _ deploymentId: String) -> Void

    package init(
        log: @escaping @Sendable (Level, String) -> Void,
        problems: @escaping @Sendable ([PluginFailure]) -> Void = { _ in },
        changed: @escaping @Sendable (RunState, _ deploymentId: String) -> Void
    ) {
        self.log = log
        self.problems = problems
        self.changed = changed
    }
}
