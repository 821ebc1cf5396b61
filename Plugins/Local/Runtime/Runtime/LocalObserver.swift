import PluginMessages

/// Who learns what happens.
package struct LocalObserver: Sendable {
    package enum Level: Sendable { case debug, info, warning, error }

    package let log: @Sendable (Level, String) -> Void
    package let changed: @Sendable (RunState, _ deploymentId: String) -> Void

    package init(
        log: @escaping @Sendable (Level, String) -> Void,
        changed: @escaping @Sendable (RunState, _ deploymentId: String) -> Void
    ) {
        self.log = log
        self.changed = changed
    }
}
