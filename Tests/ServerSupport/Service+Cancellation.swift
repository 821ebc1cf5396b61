import Logging
import ServiceLifecycle
import UnixSignals

extension Service {
    /// Runs a server until the task is cancelled or, with signals, the process is told to end. It ends gracefully: a server
    /// that is cancelled drops what connects at that moment, and swift-nio ends the process over that.
    package func runUntilCancelled(signals: [UnixSignal] = []) async throws {
        var configuration = ServiceGroupConfiguration(
            services: [.init(service: self)], gracefulShutdownSignals: signals,
            logger: Logger(label: "server") { _ in SwiftLogNoOpLogHandler() })
        // Of tests that leave a stream open.
        configuration.maximumGracefulShutdownDuration = .seconds(5)
        let group = ServiceGroup(configuration: configuration)
        // Not a child of this task, whose cancellation would be its own.
        let running = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await running.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }
}
