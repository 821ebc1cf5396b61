import Foundation
import JSON

/// Prints steps and what a run prints as they come, until the run ends.
struct RunWatch {
    let api: RESTClient
    /// The run's path, below its workflow.
    let path: String
    /// As often as a person can follow; while nothing happens it is asked less often, since a run may wait for days and
    /// others share the rate limit.
    var shortestPause = Duration.milliseconds(300)
    /// Whether the server tells of changes; otherwise it is only asked.
    var usesStream = true

    /// For a server that is being restarted.
    private static let patience = Duration.seconds(30)
    private static let longestPause = Duration.seconds(3)
    /// At least, while the server tells of changes.
    private static let streamPause = Duration.seconds(1)

    /// - Returns: The exit code, once the run is over.
    func follow() async throws -> Int32 {
        let changes = RunChanges(api: api, path: path)
        return try await withThrowingDiscardingTaskGroup { group in
            defer { group.cancelAll() }
            if usesStream { group.addTask { await changes.listen() } }
            var progress = RunProgress()
            var lastAnswer = ContinuousClock.now
            var pause = shortestPause
            var next = lastAnswer
            for await _ in changes.signals where changes.takeUpdate() || .now >= next {
                do {
                    let status = try await show(&progress)
                    // Into a pipe, too, at once.
                    fflush(nil)
                    if let status { return status }
                    lastAnswer = .now
                    pause = progress.takeUpdate() ? shortestPause : min(pause * 1.5, Self.longestPause)
                } catch let refusal as RESTClient.Refusal where refusal.status == 429 {
                    lastAnswer = .now
                    pause = .seconds(refusal.retryAfter ?? 1)
                } catch let silence as RESTClient.Unreachable {
                    guard .now < lastAnswer + Self.patience else { throw silence }
                }
                // The stream tells of the run and its steps; what the run prints is asked for.
                let wait = changes.isConnected ? max(pause, Self.streamPause) : pause
                next = .now + wait
                group.addTask { await changes.signal(after: wait) }
            }
            throw CancellationError()
        }
    }

    private func show(_ progress: inout RunProgress) async throws -> Int32? {
        // First: what is listed afterwards is at least as new.
        let run = try await api.get(path)
        progress.show(steps: try await api.get("\(path)/steps"), logs: try await logs())
        return progress.show(run: run)
    }

    /// Nothing where the provider keeps none.
    private func logs() async throws -> JSONValue {
        do { return try await api.get("\(path)/logs") } catch let refusal as RESTClient.Refusal {
            guard refusal.code == "provider.unsupported" else { throw refusal }
            return ["data": []]
        }
    }
}
