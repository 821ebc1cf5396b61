import PluginMessages
import Testing
import Values

@testable import LocalRuntime

@Suite("InstanceMachine", .timeLimit(.minutes(10)))
struct InstanceMachineTests {
    private let id = InstanceID(service: "s", name: "r")
    private let policy = RetryPolicy(limit: 1, delay: .milliseconds(100), backoff: .constant)

    private func machine(
        status: RunStatus = .queued, steps: [StepRecord] = [], events: [EventRecord] = []
    ) -> InstanceMachine {
        let record = InstanceRecord(id: id, deploymentId: "d", params: "{}", createdAt: 0, status: status, wakeAt: 0)
        return InstanceMachine(record, steps: steps, events: events)
    }

    private func request(_ name: String, call: Int = 1, _ work: StepRequest.Work? = nil) -> StepRequest {
        StepRequest(call: call, key: name, name: name, work: work ?? .attempts(policy))
    }

    private func event(_ type: String) -> EventRecord { EventRecord(id: "e", type: type, payload: "1", receivedAt: 5) }

    @Test("A step's attempt begins at once and is answered with its result, which is in the journal before")
    func success() {
        var machine = machine()
        #expect(machine.begun(now: 1).hasChanged)
        let asked = machine.requested(request("a"), now: 2)
        #expect(asked.orders == [.attempt(call: 1, attempt: 1)])
        #expect(asked.answers.isEmpty && asked.canWait)
        let done = machine.attempted(1, .success("7"), now: 3)
        let record = StepRecord(
            key: "a", name: "a", kind: .do, startedAt: 2, state: .succeeded("7"), number: 1, attempts: 1,
            endedAt: 3, retryLimit: 1)
        #expect(done == Transition(entries: [.step(0, record)], answers: [.saved(call: 1)]))
    }

    @Test("Where the wall clock was set a length of time moves with it, and a date stays")
    func clockSet() {
        let length = StepRecord(key: "a", name: "a", kind: .sleep, startedAt: 1, state: .pending(until: 100))
        var date = StepRecord(key: "b", name: "b", kind: .sleep, startedAt: 1, state: .pending(until: 200))
        date.isUntilDate = true
        var machine = machine(status: .waiting, steps: [length, date])
        machine.clockSet(by: .seconds(1))
        #expect(machine.steps["a"]?.state == .pending(until: 1_100))
        #expect(machine.steps["b"]?.state == .pending(until: 200))
    }

    @Test("A step that began by itself is saved once when its attempt has ended, and as it is when that runs")
    func begun() {
        var machine = machine()
        _ = machine.begun(now: 1)
        let ended = machine.begun(request("a"), .success("7"), now: 3)
        let record = StepRecord(
            key: "a", name: "a", kind: .do, startedAt: 3, state: .succeeded("7"), number: 1, attempts: 1,
            endedAt: 3, retryLimit: 1)
        #expect(ended == Transition(entries: [.step(0, record)], answers: [.saved(call: 1)]))
        let runs = machine.begun(request("b", call: 2), nil, now: 4)
        #expect(runs.canWait && runs.orders.isEmpty && runs.answers.isEmpty)
        #expect(machine.attempted(2, .success("8"), now: 5).answers == [.saved(call: 2)])
        let failure = StepFailure(name: "Error", message: "no")
        #expect(machine.begun(request("c", call: 3), .failure(failure), now: 6).answers.isEmpty)
        #expect(machine.woken(now: 106).orders == [.attempt(call: 3, attempt: 2)])
    }

    @Test("A step that began as the instance was paused ends; the program learns of it when it is resumed")
    func begunWhilePaused() throws {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("a"), now: 2)
        #expect(try machine.control(.pause, now: 3).isHeld == true)
        let crossed = machine.begun(request("b", call: 2), .success("1"), now: 4)
        #expect(crossed.answers.isEmpty && !crossed.isOver)
        let resumed = try machine.control(.resume, now: 5)
        #expect(resumed.answers == [.value(call: 2, "1")] && resumed.isHeld == false)
    }

    @Test("A pause is over only when the process has said that no more steps begin")
    func unconfirmedPause() throws {
        var machine = machine()
        _ = machine.begun(now: 1)
        for time: Timestamp in [2, 3] {
            #expect(try !machine.control(.pause, now: time).isOver)
            if time == 2 { _ = try machine.control(.resume, now: time) }
        }
        #expect(!machine.held().isOver)
        #expect(machine.held().isOver)
    }

    @Test("A step that the journal has is answered from it, and does not run")
    func replay() {
        let step = StepRecord(
            key: "a", name: "a", kind: .do, startedAt: 0, state: .succeeded("7"), attempts: 1, endedAt: 1)
        var machine = machine(steps: [step])
        _ = machine.begun(now: 1)
        #expect(machine.requested(request("a"), now: 2) == Transition(answers: [.value(call: 1, "7")]))
    }

    @Test("An attempt that was running when the process ended runs again under its number")
    func interrupted() {
        let step = StepRecord(key: "a", name: "a", kind: .do, startedAt: 0, state: .active, attempts: 2)
        var machine = machine(steps: [step])
        _ = machine.begun(now: 1)
        #expect(machine.requested(request("a"), now: 2).orders == [.attempt(call: 1, attempt: 2)])
    }

    @Test("A failed attempt is tried again after its delay, and fails the step after the last")
    func retries() {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("a"), now: 2)
        let failure = StepFailure(name: "Error", message: "no")
        let first = machine.attempted(1, .failure(failure), now: 10)
        #expect(first.answers.isEmpty && first.hasChanged)
        #expect(machine.record.status == .waiting)
        #expect(machine.record.wakeAt == 110)
        #expect(machine.woken(now: 109).orders.isEmpty)
        #expect(machine.woken(now: 110).orders == [.attempt(call: 1, attempt: 2)])
        let last = machine.attempted(1, .failure(failure), now: 120)
        #expect(last.answers == [.saved(call: 1)] && machine.steps["a"]?.state == .failed(failure))
    }

    @Test("A failure that is not retryable fails the step at once")
    func nonRetryable() {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("a"), now: 2)
        let failure = StepFailure(name: "NonRetryableError", message: "no", isRetryable: false)
        #expect(machine.attempted(1, .failure(failure), now: 10).answers == [.saved(call: 1)])
        #expect(machine.steps["a"]?.state == .failed(failure))
    }

    @Test("A step whose arm is over is over, whatever it waits for: it takes no event and runs no other attempt")
    func cancelled() throws {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("w", call: 1, .wait(event: "go", timeout: .milliseconds(100))), now: 2)
        _ = machine.requested(request("a", call: 2), now: 3)
        _ = machine.requested(request("next", call: 3, .wait(event: "go", timeout: .milliseconds(100))), now: 4)
        for call in 1...2 { #expect(machine.cancelled(call, now: 5).answers.isEmpty) }
        #expect(machine.attempted(2, .success("late"), now: 6) == Transition())
        for key in ["w", "a"] {
            guard case .failed(let failure)? = machine.steps[key]?.state else {
                Issue.record("\(key) is not over")
                continue
            }
            #expect(!failure.isRetryable)
        }
        #expect(try machine.received(event("go"), now: 7).answers.count == 1)
        #expect(machine.steps["next"]?.state.isOver == true)
        #expect(machine.cancelled(9, now: 8).entries.isEmpty)
    }

    @Test("A sleep ends when its time has come, and at once when it has passed")
    func sleep() {
        var machine = machine()
        _ = machine.begun(now: 1)
        #expect(machine.requested(request("s", .sleep(until: 50)), now: 2).answers.isEmpty)
        #expect(machine.record.status == .waiting && machine.record.wakeAt == 50 && machine.dormantSince == 2)
        #expect(machine.woken(now: 50).answers == [.value(call: 1, nil)])
        #expect(machine.record.status == .running && machine.dormantSince == nil)
        _ = machine.requested(request("p", call: 3, .pause(length: .milliseconds(50))), now: 52)
        #expect(machine.record.wakeAt == 102)
        #expect(machine.woken(now: 102).answers == [.value(call: 3, nil)])
        #expect(machine.requested(request("t", call: 2, .sleep(until: 50)), now: 160).answers == [.value(call: 2, nil)])
    }

    @Test("An event goes to the oldest step that waits for its type; an early one to the first that asks")
    func events() throws {
        var machine = machine(events: [event("go")])
        _ = machine.begun(now: 1)
        let value = #"{"payload":1,"timestamp":5,"type":"go"}"#
        let early = machine.requested(request("a", .wait(event: "go", timeout: .milliseconds(100))), now: 2)
        #expect(early.answers == [.value(call: 1, value)])
        #expect(early.entries.contains(.delivered("e")))
        for call in 2...3 {
            _ = machine.requested(
                request("w\(call)", call: call, .wait(event: "go", timeout: .milliseconds(100))), now: 3)
        }
        #expect(try machine.received(event("go"), now: 5).answers == [.value(call: 2, value)])
        #expect(machine.record.wakeAt == 103)
    }

    @Test("Events of a type come in the order in which they were sent, and not into the run that begins again")
    func eventsInOrder() throws {
        func event(_ id: String, _ payload: String) -> EventRecord {
            EventRecord(id: id, type: "go", payload: payload, receivedAt: 5)
        }
        func value(_ payload: String) -> String { #"{"payload":\#(payload),"timestamp":5,"type":"go"}"# }
        var machine = machine(events: [event("e1", "1"), event("e2", "2"), event("e3", "3")])
        _ = machine.begun(now: 1)
        for call in 1...2 {
            let wait = request("w\(call)", call: call, .wait(event: "go", timeout: .milliseconds(100)))
            #expect(machine.requested(wait, now: 2).answers == [.value(call: call, value("\(call)"))])
        }
        _ = try machine.control(.restart, now: 9)
        _ = machine.begun(now: 10)
        #expect(
            machine.requested(request("w1", .wait(event: "go", timeout: .milliseconds(100))), now: 11).answers == [])
        #expect(try machine.received(event("e4", "4"), now: 12).answers == [.value(call: 1, value("4"))])
    }

    @Test("A step that the journal has as failed is answered from it, and does not run")
    func failedBefore() {
        let failure = StepFailure(name: "Error", message: "no")
        let step = StepRecord(
            key: "a", name: "a", kind: .do, startedAt: 0, state: .failed(failure), attempts: 3, endedAt: 1)
        var machine = machine(status: .running, steps: [step])
        _ = machine.begun(now: 1)
        let transition = machine.requested(request("a"), now: 2)
        #expect(transition.answers == [.error(call: 1, failure)] && transition.orders.isEmpty)
    }

    @Test("A wait fails when its time is over")
    func waitTimeout() {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("w", .wait(event: "go", timeout: .milliseconds(100))), now: 3)
        guard case .error(1, let failure)? = machine.woken(now: 103).answers.first else {
            Issue.record("There is no error")
            return
        }
        #expect(failure.name == "WorkflowTimeoutError")
    }

    @Test("An event for an instance that is out of memory is kept, and wakes it")
    func eventAtRest() throws {
        var machine = machine(status: .waiting)
        _ = try machine.received(event("go"), now: 9)
        #expect(machine.record.wakeAt == 9)
        #expect(machine.record.isDue(now: 9))
    }

    @Test("Sleeps have a limit of their own")
    func sleeps() {
        var machine = machine()
        machine.stepLimit = 1
        machine.sleepLimit = 2
        _ = machine.begun(now: 1)
        for call in 1...2 {
            #expect(
                machine.requested(request("s\(call)", call: call, .pause(length: .milliseconds(9))), now: 2).exceeded
                    == nil)
        }
        #expect(machine.requested(request("a", call: 3), now: 2).exceeded == nil)
        #expect(
            machine.requested(request("s3", call: 4, .pause(length: .milliseconds(9))), now: 2).exceeded == .steps)
        #expect(
            machine.record.failure?.message.hasPrefix(
                "It has more than 2 sleeps (the operator's setting MILLRACE_LOCAL_STEPS)") == true)
    }

    @Test("Events that no step takes are refused beyond the limit; one that is waited for is not")
    func tooManyEvents() throws {
        var machine = machine(status: .waiting)
        machine.eventLimit = 2
        for _ in 1...2 { _ = try machine.received(event("other"), now: 9) }
        #expect(throws: PluginFailure.self) { try machine.received(event("other"), now: 9) }
        #expect(machine.events.count == 2)
        _ = machine.begun(now: 10)
        _ = machine.requested(request("w", .wait(event: "go", timeout: .milliseconds(100))), now: 11)
        #expect(try machine.received(event("go"), now: 12).answers.count == 1)
        machine.eventLimit = .max
        machine.valueLimit = 2
        #expect(throws: PluginFailure.self) { try machine.received(event("other"), now: 13) }
    }

    @Test("A pause lets attempts end and begins nothing; a resume answers what was held back")
    func pause() throws {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("a"), now: 2)
        _ = machine.requested(request("b", call: 2), now: 2)
        #expect(try !machine.control(.pause, now: 3).isOver)
        #expect(!machine.held().isOver)
        let held = machine.attempted(1, .success("1"), now: 4)
        #expect(held.answers.isEmpty && !held.isOver)
        #expect(machine.requested(request("c", call: 3), now: 4).orders.isEmpty)
        let resumed = try machine.control(.resume, now: 5)
        #expect(resumed.answers == [.value(call: 1, "1")])
        #expect(resumed.orders == [.attempt(call: 3, attempt: 1)])
    }

    @Test("The replay of a paused instance is over with its last attempt; a resume begins another")
    func pauseToRest() throws {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("a"), now: 2)
        _ = try machine.control(.pause, now: 3)
        #expect(!machine.held().isOver)
        #expect(machine.attempted(1, .success("1"), now: 4).isOver)
        _ = try machine.control(.resume, now: 5)
        #expect(machine.record.status == .queued && machine.record.wakeAt == 5)
    }

    @Test("An instance is given up when the process that it had to itself ends the third time")
    func lost() {
        var machine = machine()
        for crash in 1...3 {
            _ = machine.begun(now: 1)
            _ = machine.requested(request("a", call: crash), now: 2)
            #expect(machine.lost(.program, isAlone: true, reason: "it exited", now: 10).isOver)
            #expect(machine.record.status == (crash < 3 ? .running : .errored))
        }
        #expect(machine.record.failure?.message.contains("it exited") == true)
    }

    @Test("Of many in a process none is given up; each goes on in a process of its own, and what takes too much ends")
    func suspects() {
        var machine = machine()
        for crash in 1...5 {
            _ = machine.begun(now: 1)
            _ = machine.requested(request("a", call: crash), now: 2)
            _ = machine.lost(.limit, isAlone: false, reason: "", now: 10)
            #expect(machine.record.crashes == 1 && machine.record.wakeAt == 260)
        }
        _ = machine.begun(now: 300)
        _ = machine.requested(request("a", call: 6), now: 302)
        _ = machine.lost(.limit, isAlone: true, reason: "it computed too long", now: 400)
        #expect(machine.record.status == .errored)
        #expect(machine.record.failure?.name == "LimitExceeded")
    }

    @Test("That someone kills a process says nothing about what it ran", arguments: [FailureOwner.machine, .server])
    func killed(loss: FailureOwner) {
        var machine = machine()
        for kill in 1...10 {
            _ = machine.begun(now: 1)
            _ = machine.requested(request("a", call: kill), now: 2)
            _ = machine.lost(loss, isAlone: true, reason: "", now: 10)
            #expect(machine.record.crashes == 0 && machine.record.status == .running)
            #expect(machine.record.wakeAt == (loss == .machine ? 260 : 10))
        }
    }

    @Test("What the machine does again and again is waited for longer each time, half a minute at most")
    func interruptions() {
        var machine = machine()
        let delays = (0..<10).map { count in
            _ = machine.begun(now: 1)
            _ = machine.requested(request("a", call: count + 1), now: 2)
            _ = machine.lost(.machine, isAlone: true, reason: "", interruptions: count, now: 10)
            return (machine.record.wakeAt?.milliseconds ?? 0) - 10
        }
        #expect(delays == [250, 500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 32_000, 32_000])
        #expect(machine.record.crashes == 0)
    }

    @Test("An instance that only waited when its process ended is not counted")
    func lostAtRest() {
        var machine = machine()
        _ = machine.begun(now: 1)
        _ = machine.requested(request("s", .sleep(until: 50)), now: 2)
        _ = machine.lost(.server, isAlone: false, reason: "", now: 10)
        #expect(machine.record.crashes == 0 && machine.record.status == .waiting && machine.record.wakeAt == 50)
    }

    @Test(
        "An action that the state does not allow is refused",
        arguments: [
            (RunStatus.complete, InstanceRequest.Action.pause), (.paused, .pause), (.running, .resume),
            (.waiting, .resume), (.errored, .resume), (.terminated, .terminate), (.complete, .terminate),
        ])
    func refusals(status: RunStatus, action: InstanceRequest.Action) {
        var machine = machine(status: status)
        let failure = #expect(throws: PluginFailure.self) { try machine.control(action, now: 1) }
        #expect(failure?.code == "local.run.state" && failure?.fault == .conflict)
    }

    @Test("A restart forgets steps and result", arguments: [RunStatus.complete, .running, .paused])
    func restart(status: RunStatus) throws {
        let step = StepRecord(
            key: "a", name: "a", kind: .do, startedAt: 0, state: .succeeded("7"), attempts: 1, endedAt: 1)
        var machine = machine(status: status, steps: [step])
        let transition = try machine.control(.restart, now: 9)
        #expect(transition.entries.first == .cleared(id))
        #expect(machine.record.status == .queued && machine.record.wakeAt == 9)
        _ = machine.begun(now: 10)
        #expect(machine.requested(request("a"), now: 10).orders == [.attempt(call: 1, attempt: 1)])
    }
}
