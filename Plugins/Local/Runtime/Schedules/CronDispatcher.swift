import JSON
import PluginMessages
import Values

/// Calls the handlers of schedules when they are due.
final class CronDispatcher: RuntimePart {
    /// Before a schedule that could not be followed is tried again.
    private static let pause = Duration.seconds(1)

    let context: RuntimeContext
    private let workers: WorkerPool
    private let problems: ProblemReports
    private let output: ProgramOutput
    private let tasks: PartTasks<CronDispatcher>
    /// Services whose schedules' handlers run.
    private var firing: Set<String> = []
    private var due: DueTime

    init(_ context: RuntimeContext, _ workers: WorkerPool, _ alarm: RuntimeAlarm, _ tasks: PartTasks<CronDispatcher>) {
        self.context = context
        self.workers = workers
        self.tasks = tasks
        due = DueTime { alarm.schedule(at: $0) }
        problems = workers.problems
        output = workers.output
    }

    /// Schedules are looked at then, at the latest.
    func schedule(at time: Timestamp) { due.schedule(at: time) }

    /// The wall clock was set: all are looked at when the alarm rings.
    func clockSet() { due.clockSet() }

    /// To be called when the alarm rings, which it does often where much goes on.
    nonisolated(nonsending) func fireDue() async throws {
        let time = now
        guard due.isDue(time) else { return }
        for schedule in try await journal.schedules() {
            guard schedule.dueAt <= time else {
                if let next = try await correct(schedule, now: time) { self.schedule(at: next) }
                continue
            }
            if !firing.contains(schedule.service) { fire(schedule) }
        }
    }

    /// A schedule is never due later than its next time from now on, unless the clock was set back.
    /// - Returns: When it is due.
    private nonisolated(nonsending) func correct(
        _ schedule: Journal.Schedule, now: Timestamp
    ) async throws -> Timestamp? {
        guard let next = CronExpression(stored: schedule.expression)?.next(after: now) else { return nil }
        if next < schedule.dueAt, !firing.contains(schedule.service) { try await journal.setDue(schedule, at: next) }
        return min(next, schedule.dueAt)
    }

    /// Calls the handler of a schedule that is due. After a time in which nothing ran one call makes up for all that
    /// were missed, and has the time of the last of them. The next time is kept when the handler is done, so that one
    /// which was interrupted is called again.
    private func fire(_ schedule: Journal.Schedule) {
        firing.insert(schedule.service)
        tasks.start { dispatcher in
            do { try await dispatcher.call(schedule) } catch {
                dispatcher.problems.logRepeated("The schedule of \(schedule.service) cannot run for now", error)
                dispatcher.schedule(at: dispatcher.now + Self.pause)
            }
            dispatcher.firing.remove(schedule.service)
        }
    }

    private nonisolated(nonsending) func call(_ schedule: Journal.Schedule) async throws {
        guard let cron = CronExpression(stored: schedule.expression),
            let deployment = try await journal.newestDeployment(service: schedule.service)
        else { return }
        let time = cron.last(upTo: now, from: schedule.dueAt)
        let value: JSONValue = [
            "cron": .string(schedule.expression), "scheduledTime": .int(time.number), "type": "scheduled",
        ]
        do {
            _ = try await workers.call(.scheduled, value, of: deployment)
        } catch {
            guard FailureOwner(of: error).counts else { throw PluginFailure.ofMachine(error) }
            output.failed(error, in: "scheduled", of: deployment)
        }
        let next = cron.next(after: time)
        try await journal.setDue(schedule, at: next)
        if let next { self.schedule(at: next) }
    }

    /// Calls the scheduled handler of what is deployed as a service now.
    /// - Parameter time: The time that it was due at, in milliseconds since 1970.
    /// - Throws: `local.service.unknown`; `local.handler.failed` when the handler throws.
    nonisolated(nonsending) func call(_ service: String, cron: String, time: Int) async throws {
        guard let deployment = try await journal.newestDeployment(service: service) else {
            throw PluginFailure(.serviceUnknown, message: "Nothing is deployed here as \"\(service)\".")
        }
        let value: JSONValue = ["cron": .string(cron), "scheduledTime": .int(time), "type": "scheduled"]
        do {
            _ = try await workers.invoke(.scheduled, value.text, of: deployment, within: QueueLimits.handlerTime)
        } catch let failure as HandlerFailure {
            throw PluginFailure(
                .handlerFailed, message: "\(failure.failure.name): \(failure.failure.message)")
        }
    }
}
