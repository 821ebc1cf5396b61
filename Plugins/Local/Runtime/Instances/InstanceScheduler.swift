import PluginMessages
import Values

/// Instances in memory: brings them there to do something, carries out what their machines decide, and has them leave when
/// they only wait.
final class InstanceScheduler: RuntimePart {
    let context: RuntimeContext
    let workers: WorkerPool
    let commits: CommitLog
    let problems: ProblemReports
    let output: ProgramOutput
    let alarm: RuntimeAlarm
    let tasks: PartTasks<InstanceScheduler>
    var live: LiveInstances
    /// What is done with an instance waits for what was begun with it before.
    let queue = SerialQueue<InstanceID>()
    /// What was in memory was given up; the journal has it.
    var hasForgotten = false

    init(
        _ context: RuntimeContext, workers: WorkerPool, commits: CommitLog, alarm: RuntimeAlarm,
        _ tasks: PartTasks<InstanceScheduler>
    ) {
        self.context = context
        self.workers = workers
        self.commits = commits
        self.alarm = alarm
        self.tasks = tasks
        problems = workers.problems
        output = workers.output
        live = LiveInstances(limit: context.configuration.liveInstances)
    }

    /// Does what a machine decided.
    func perform(_ transition: Transition, of id: InstanceID) {
        guard let instance = live[id] else { return }
        let deploymentId = instance.deployment.id
        let key = instance.deployment.worker
        if let worker = workers[key], instance.run != nil {
            if let isHeld = transition.isHeld, let run = instance.run { workers.hold(isHeld, run, worker) }
            for order in transition.orders { worker.process.send(order) }
            commits.answer(transition, in: key, worker.number)
        }
        commits.add(transition.entries)
        if let limit = transition.exceeded { counters.limited(by: limit) }
        if live.hasInterruptions, transition.hasProgress { live.progressed(id) }
        if transition.hasChanged, instance.record.status.isTerminal, instance.record.depth > 0 {
            tasks.start { await $0.wakeParents(of: id) }
        }
        if transition.hasChanged {
            commits.announce(.init(state: instance.record.state, deploymentId: deploymentId))
        }
        if let time = instance.record.wakeAt { alarm.schedule(at: time) }
        if transition.isOver { endReplay(of: id) } else { leaveUnderPressure(id) }
        commits.commitSoon(after: transition.canWait ? CommitLog.batchDelay : nil)
    }

    /// An input of a replay; one of a replay that is over is late.
    func input(_ run: Int, _ body: (inout InstanceMachine) -> Transition) {
        guard let id = live.id(ofReplay: run) else { return }
        update(id, body)
        live.leaveMemoryIfUnused(id)
    }

    /// An input of an instance, if it is in memory.
    func update(_ id: InstanceID, _ body: (inout InstanceMachine) -> Transition) {
        if let transition = live.update(id, body) { perform(transition, of: id) }
    }

    /// Memory forgets what the journal has.
    func forgetAll(because reason: String) {
        workers.removeAll(because: reason)
        live.removeAll()
    }

    func logDelay(of id: InstanceID, _ error: any Error) {
        // What cannot go on since the runtime ends goes on after the next start.
        guard !isClosed else { return }
        // Of many runs that wait for the same thing, one is named.
        problems.logRepeated("The run \(id) cannot continue for now", error, of: "runs")
    }
}

extension InstanceScheduler: CommitFollower {
    func committed(_ batch: CommitBatch) {
        for (key, answers) in batch.answers { workers.send(answers, to: key) }
        for (key, answers) in batch.stored { sendStored(answers, to: key) }
    }

    private func sendStored(_ answers: [CommitBatch.StoredAnswer], to key: String) {
        guard let worker = workers[key] else { return }
        do {
            for answer in answers where answer.worker == worker.number {
                let (call, instance, step) = (answer.answer.call, answer.answer.instance, answer.answer.step)
                do {
                    switch try journal.outcome(instance: instance, step: step) {
                    case .success(let text): worker.process.send(.value(call: call, text))
                    case .failure(let failure): worker.process.send(.error(call: call, failure))
                    }
                } catch JournalError.checksum(let what) {
                    guard let id = live.id(ofNumber: instance) else { continue }
                    tasks.start { await $0.failDamaged(id, what) }
                }
            }
        } catch { workers.kill(key, .machine, because: "the journal cannot be read: \(error)") }
    }

    /// Without a journal nothing can go on: all that is in memory is forgotten, and begins again from what the journal has
    /// when it can be written.
    func commitFailed() {
        forgetAll(because: "the journal cannot be written")
        hasForgotten = true
    }
}
