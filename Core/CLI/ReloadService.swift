import Logging
import ServiceLifecycle
import UnixSignals

/// Reads anew what may change while the server runs, at each SIGHUP.
struct ReloadService: Service, CustomStringConvertible {
    let signals: UnixSignalsSequence
    let logger: Logger
    /// - Throws: When what was read is not valid; what was valid before stays.
    let reload: @Sendable () throws -> Void

    var description: String { "reload" }

    func run() async throws {
        for await _ in signals.cancelOnGracefulShutdown() {
            do {
                try reload()
                logger.notice("SIGHUP: reloaded the log level.")
            } catch {
                logger.error("SIGHUP: the log level is unchanged: \(error)")
            }
        }
    }
}
