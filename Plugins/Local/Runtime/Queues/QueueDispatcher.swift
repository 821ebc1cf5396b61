import Foundation
import JSON
import PluginMessages
import Values

/// Queues: messages lie in the journal until a deployed Worker has taken them, at least once.
final class QueueDispatcher: RuntimePart {
    let context: RuntimeContext
    private let workers: WorkerPool
    private let problems: ProblemReports
    private let output: ProgramOutput
    private let tasks: PartTasks<QueueDispatcher>
    private var polls = QueuePolls()
    private var sizes = MeasuredSizes<QueueID>()
    private var due: DueTime

    init(_ context: RuntimeContext, _ workers: WorkerPool, _ alarm: RuntimeAlarm, _ tasks: PartTasks<QueueDispatcher>) {
        self.context = context
        self.workers = workers
        self.tasks = tasks
        due = DueTime { alarm.schedule(at: $0) }
        problems = workers.problems
        output = workers.output
    }

    /// Queues are polled then, at the latest.
    func schedule(at time: Timestamp) { due.schedule(at: time) }

    /// The wall clock was set: all are polled when the alarm rings.
    func clockSet() { due.clockSet() }

    /// To be called when the alarm rings, which it does often where much goes on.
    nonisolated(nonsending) func pollDue() async throws {
        guard due.isDue(now) else { return }
        for consumer in try await journal.consumers() { deliverSoon(consumer.queue) }
    }

    /// Answers what a program asks of a queue.
    nonisolated(nonsending) func send(
        _ binding: DeployedBinding, _ request: BindingRequest, from deployment: LocalDeployment
    ) async throws -> BindingAnswer {
        guard request.method == "send" else { throw request.unknownMethod }
        let queue = QueueID(account: deployment.account, name: binding.resource)
        let time = now
        let messages = try QueueLimits.messages(try JSONReader(request.value), delay: binding.delay).map {
            NewMessage(
                id: UUID().uuidString.lowercased(), contentType: $0.contentType, body: $0.body,
                visibleAt: time + .seconds($0.delay))
        }
        try await requireRoom(for: messages, in: queue)
        try await journal.send(messages, to: queue, now: time)
        deliverSoon(queue)
        return BindingAnswer()
    }

    /// - Throws: `local.queue` when the queue is full.
    private nonisolated(nonsending) func requireRoom(for messages: [NewMessage], in queue: QueueID) async throws {
        if sizes.size(of: queue, at: steady) == nil {
            sizes.measured(try await journal.bytes(of: queue), of: queue, at: steady)
        }
        let added = messages.reduce(0) { $0 + $1.body.utf8.count }
        let limit = configuration.resources.queueMegabytes
        guard (sizes.size(of: queue, at: steady) ?? 0) + added <= limit << 20 else {
            counters.limited(by: .queue)
            throw PluginFailure(
                .queue,
                message:
                    "Queue send failed: the queue \"\(queue.name)\" would have more than \(limit) MiB of messages that "
                    + "are not consumed \(RuntimeLimit.queue.named)")
        }
        sizes.add(added, to: queue)
    }

    func deliverSoon(_ queue: QueueID) {
        guard polls.begin(queue) else { return }
        tasks.start { dispatcher in
            repeat {
                do { try await dispatcher.deliver(queue) } catch {
                    dispatcher.problems.logRepeated("The queue \(queue.name) cannot be read", error)
                }
            } while dispatcher.polls.isPolledAgain(queue)
        }
    }

    /// Delivers the batches that are ready, and has the alarm ring when the next may be.
    private nonisolated(nonsending) func deliver(_ queue: QueueID) async throws {
        guard !isClosed, let consumer = try await journal.consumer(of: queue) else { return }
        let settings = consumer.settings
        let timeout = Duration.seconds(settings.batchTimeout)
        while polls.batchCount(of: queue) < settings.concurrency {
            let busy = polls.messages(of: queue)
            let messages = try await journal.messages(of: queue, limit: busy.count + settings.batchSize)
                .filter { !busy.contains($0.number) }
            let time = now
            let damaged = messages.filter { !$0.isIntact && $0.visibleAt <= time }
            guard damaged.isEmpty else {
                problems.damageMet(inMessages: damaged.map(\.id), of: queue.name)
                try await journal.hold(damaged, until: time + QueueLimits.retention * 2)
                continue
            }
            let ready = messages.prefix { $0.visibleAt <= time }
            guard let first = messages.first else { return }
            guard ready.count >= settings.batchSize || first.visibleAt + timeout <= time else {
                // What is not visible yet may fill the batch before its time.
                let next = ready.count < messages.count ? messages[ready.count].visibleAt : .distantFuture
                return schedule(at: min(first.visibleAt + timeout, max(next, time + .milliseconds(1))))
            }
            begin(Array(ready.prefix(settings.batchSize)), of: consumer)
        }
    }

    private func begin(_ batch: [QueueMessage], of consumer: Journal.Consumer) {
        let number = nextNumber()
        polls.beginBatch(number, of: consumer.queue, batch.map(\.number))
        tasks.start { await $0.finish(batch, number, of: consumer) }
    }

    private nonisolated(nonsending) func finish(
        _ batch: [QueueMessage], _ number: Int, of consumer: Journal.Consumer
    ) async {
        do {
            if let outcome = try await handle(batch, of: consumer) {
                try await journal.settle(batch, outcome, of: consumer, now: now)
            }
        } catch { problems.logRepeated("The queue \(consumer.queue.name) cannot be written", error) }
        polls.endBatch(number, of: consumer.queue)
        deliverSoon(consumer.queue)
        if let name = consumer.settings.deadLetterQueue {
            deliverSoon(QueueID(account: consumer.queue.account, name: name))
        }
    }

    /// `nil`: the Worker could not be asked, or was interrupted through no fault of its own; the messages stay as they
    /// are.
    private nonisolated(nonsending) func handle(
        _ batch: [QueueMessage], of consumer: Journal.Consumer
    ) async throws -> BatchOutcome? {
        guard let deployment = try await journal.newestDeployment(service: consumer.service) else { return nil }
        let value: JSONValue = ["queue": .string(consumer.queue.name), "messages": .array(batch.map(\.json))]
        do {
            let answer = try await workers.call(.queue, value, of: deployment)
            let outcome = try BatchOutcome(json: JSONValue(parsing: answer.value ?? "null"))
            guard let error = outcome.error else { return outcome }
            if let interruption = answer.interruption {
                try await wait(consumer.queue, interruption)
                return outcome.withoutFailure
            }
            output.failed(error, in: "queue", of: deployment)
            return outcome
        } catch {
            guard FailureOwner(of: error).counts, !isClosed else {
                try await wait(consumer.queue, error)
                return nil
            }
            output.failed(error, in: "queue", of: deployment)
            return .lost
        }
    }

    /// Before messages are delivered again whose delivery failed through no fault of theirs.
    private nonisolated(nonsending) func wait(_ queue: QueueID, _ error: any Error) async throws {
        if !isClosed {
            problems.logRepeated("The messages of the queue \(queue.name) wait", PluginFailure.ofMachine(error))
        }
        try await Task.sleep(for: .seconds(1))
    }
}
