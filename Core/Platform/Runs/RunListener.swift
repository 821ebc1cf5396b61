import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Synchronization
import Values

/// Keeps runs up to date with what providers tell by themselves: what comes while a commit is waited for, and a moment
/// longer, goes into the next one.
struct RunListener: Sendable {
    /// The event of a provider that knows of a change: a run's state, with `deploymentId`.
    static let event = "run.changed"
    /// How long a report waits for others: a run that begins and ends meanwhile is written once.
    private static let batchDelay = Duration.milliseconds(25)
    /// More in one transaction would keep other writers waiting.
    private static let mostAtATime = 500

    let runs: Runs
    let events: AsyncStream<PluginEvent>
    /// Compares runs with their providers.
    let reconcile: @Sendable () async -> Void
    let logger: Logger

    /// Returns when there are no more events and all are applied, or the task is cancelled.
    func run() async {
        let waiting = Waiting()
        // One signal stands for all that has come.
        let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        async let applied: Void = apply(waiting, at: signals)
        // What was lost while runs are compared is found by the next comparison.
        let (losses, loss) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        async let healed: Void = heal(losses)
        for await event in events {
            if event.name == PluginEvent.lost { loss.yield() }
            guard event.name == Self.event else { continue }
            do {
                let change = try event.payload.decode(Change.self)
                let state: RunState = try event.payload.decode()
                // No run has begun in the future, whatever the clock of its provider says.
                let createdAt = state.createdAt.map { min(Timestamp(provided: $0), .now) }
                waiting.add(
                    ReportedRun(
                        deployment: DeploymentID(change.deploymentId), state: state,
                        reporter: .init(
                            plugin: event.plugin, organization: event.organization, providers: event.providers,
                            server: event.server),
                        createdAt: createdAt, toldAt: .now), event.share)
                signal.yield()
            } catch {
                logger.warning("An event of the plugin \"\(event.plugin)\" is dropped: \(error)")
            }
        }
        signal.finish()
        loss.finish()
        _ = await (applied, healed)
    }

    private func heal(_ losses: AsyncStream<Void>) async { for await _ in losses { await reconcile() } }

    private func apply(_ waiting: Waiting, at signals: AsyncStream<Void>) async {
        for await _ in signals {
            try? await Task.sleep(for: Self.batchDelay)
            while case let taken = waiting.take(Self.mostAtATime), !taken.isEmpty {
                await apply(taken.map(\.report))
                withExtendedLifetime(taken) {}
            }
        }
    }

    /// One that cannot be applied takes none of the others with it.
    private func apply(_ reports: [ReportedRun]) async {
        do { try await runs.note(reports) } catch  where reports.count > 1 {
            for report in reports { await apply([report]) }
        } catch {
            logger.warning(
                "The state of the run \(reports[0].state.instanceId) cannot be stored and is requested again later: \(error)"
            )
        }
    }

    private struct Change: Decodable { let deploymentId: String }

    /// What waits is bounded where it comes from: each report keeps its event's share of that until it is applied.
    private final class Waiting: Sendable {
        typealias Entry = (report: ReportedRun, share: (any Sendable & AnyObject)?)

        private let reports = Mutex<[Entry]>([])

        func add(_ report: ReportedRun, _ share: (any Sendable & AnyObject)?) {
            reports.withLock { $0.append((report, share)) }
        }

        func take(_ count: Int) -> [Entry] {
            reports.withLock { reports in
                let taken = Array(reports.prefix(count))
                reports.removeFirst(taken.count)
                return taken
            }
        }
    }
}
