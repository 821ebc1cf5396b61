import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Synchronization

/// Keeps runs up to date with what providers tell by themselves: what comes while a commit is waited for, and a moment
/// longer, goes into the next one.
struct RunListener: Sendable {
    /// The event of a provider that knows of a change: a run's state, with `deploymentId`.
    static let event = "run.changed"
    /// How long a report waits for others: a run that begins and ends meanwhile is written once.
    private static let companyDelay = Duration.milliseconds(25)
    /// More in one transaction would keep other writers waiting.
    private static let mostAtATime = 500

    let runs: Runs
    let events: AsyncStream<PluginEvent>
    let logger: Logger

    /// Returns when there are no more events and all are applied, or the task is cancelled.
    func run() async {
        let waiting = Waiting()
        // One signal stands for all that has come.
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        async let applied: Void = apply(waiting, at: signals)
        for await event in events where event.name == Self.event {
            do {
                let change = try event.payload.decode(Change.self)
                waiting.add(
                    ReportedRun(
                        deployment: DeploymentID(change.deploymentId), state: try event.payload.decode(),
                        reporter: .init(plugin: event.plugin, providers: event.providers), toldAt: .now))
                signal.yield()
            } catch {
                logger.warning("An event of the plugin \"\(event.plugin)\" is dropped: \(error)")
            }
        }
        signal.finish()
        await applied
    }

    private func apply(_ waiting: Waiting, at signals: AsyncStream<Void>) async {
        for await _ in signals {
            try? await Task.sleep(for: Self.companyDelay)
            while case let reports = waiting.take(Self.mostAtATime), !reports.isEmpty { await apply(reports) }
        }
    }

    /// One that cannot be applied takes none of the others with it.
    private func apply(_ reports: [ReportedRun]) async {
        do { try await runs.note(reports) } catch  where reports.count > 1 {
            for report in reports { await apply([report]) }
        } catch {
            logger.warning(
                "The state of the run \(reports[0].state.instanceId) is not taken over, and is asked for later: \(error)"
            )
        }
    }

    private struct Change: Decodable { let deploymentId: String }

    private final class Waiting: Sendable {
        private let reports = Mutex<[ReportedRun]>([])

        func add(_ report: ReportedRun) { reports.withLock { $0.append(report) } }

        func take(_ count: Int) -> [ReportedRun] {
            reports.withLock { reports in
                let taken = Array(reports.prefix(count))
                reports.removeFirst(taken.count)
                return taken
            }
        }
    }
}
