import JSON
import PluginMessages
import Values

// What begins by itself: batches of queues, and schedules.
extension LocalRuntime {
    /// Before a schedule that could not be followed is tried again.
    private static let pause = Duration.seconds(1)

    /// Queues and schedules are looked at then, at the latest.
    func scheduleTriggers(at time: Timestamp) {
        triggers.bringForward(to: time)
        schedule(at: time)
    }

    /// To be called when the alarm rings, which it does often where much goes on.
    func runTriggers() async throws {
        let time = now
        guard triggers.isDue(time) else { return }
        for consumer in try await journal.consumers() { deliverSoon(consumer.queue) }
        for schedule in try await journal.schedules() {
            guard schedule.dueAt <= time else {
                if let next = try await correct(schedule, now: time) { scheduleTriggers(at: next) }
                continue
            }
            if !triggers.isFiring(schedule.service) { fire(schedule) }
        }
    }

    /// A schedule is never due later than its next time from now on, unless the clock was set back.
    /// - Returns: When it is due.
    private func correct(_ schedule: Journal.Schedule, now: Timestamp) async throws -> Timestamp? {
        guard let next = CronExpression(stored: schedule.expression)?.next(after: now) else { return nil }
        if next < schedule.dueAt, !triggers.isFiring(schedule.service) { try await journal.setDue(schedule, at: next) }
        return min(next, schedule.dueAt)
    }

    /// Calls a handler. What ended the process that it shared with others may have been one of them: in a process of its
    /// own it shows.
    func call(
        _ handler: HostMessage.Handler, _ value: JSONValue, of deployment: LocalDeployment
    ) async throws -> Invocation.Answer {
        do {
            return try await invoke(handler, value.text, of: deployment, within: QueueLimits.handlerTime)
        } catch let failure as PluginFailure where failure.code == "local.worker.lost" {
            var alone = deployment
            alone.dedicatedWorker = "call \(nextNumber())"
            return try await invoke(handler, value.text, of: alone, within: QueueLimits.handlerTime)
        }
    }

    /// Calls the handler of a schedule that is due. After a time in which nothing ran one call makes up for all that
    /// were missed, and has the time of the last of them. The next time is kept when the handler is done, so that one
    /// which was interrupted is called again.
    private func fire(_ schedule: Journal.Schedule) {
        triggers.beginFiring(schedule.service)
        Task {
            do { try await call(schedule) } catch {
                logRepeated("The schedule of \(schedule.service) cannot run for now", error)
                scheduleTriggers(at: now + Self.pause)
            }
            triggers.endFiring(schedule.service)
        }
    }

    private func call(_ schedule: Journal.Schedule) async throws {
        guard let cron = CronExpression(stored: schedule.expression),
            let deployment = try await journal.newestDeployment(service: schedule.service)
        else { return }
        let time = cron.last(upTo: now, from: schedule.dueAt)
        let value: JSONValue = [
            "cron": .string(schedule.expression), "scheduledTime": .int(time.number), "type": "scheduled",
        ]
        do {
            _ = try await call(.scheduled, value, of: deployment)
        } catch let failure as HandlerFailure {
            log(failure.failure, of: "scheduled", in: deployment)
        } catch let failure as PluginFailure
            where ["local.request.timeout", "local.worker.lost"].contains(failure.code)
        {
            observer.log(.error, "[\(deployment.service)] The scheduled handler failed: \(failure.message)")
        }
        let next = cron.next(after: time)
        try await journal.setDue(schedule, at: next)
        if let next { scheduleTriggers(at: next) }
    }
}
