import Values

/// The instances in memory, their replays, and the slots that these have.
struct LiveInstances: Sendable {
    private var instances: [InstanceID: LiveInstance] = [:]
    /// Instances by the numbers of their replays.
    private var replays: [Int: InstanceID] = [:]
    private var slots: Slots
    /// How often the machine interrupted instances since a step of theirs last finished: what a machine does again and
    /// again, such as to run out of memory, is not repeated four times a second.
    private var interruptions: [InstanceID: Int] = [:]
    /// No instance in memory only waits, as far as is known.
    private var hasNothingDormant = false
    /// There may be instances in the journal that wait for a slot.
    var hasBacklog = false

    init(limit: Int) { slots = Slots(limit: limit) }

    var isEmpty: Bool { instances.isEmpty }
    var count: Int { instances.count }
    var freeSlots: Int { slots.free }
    var usedSlots: Int { slots.count }
    var slotLimit: Int { slots.limit }

    subscript(id: InstanceID) -> LiveInstance? { instances[id] }

    /// By the number that the journal knows it by.
    func id(ofNumber number: Int) -> InstanceID? { instances.first { $0.value.record.number == number }?.key }

    func id(ofReplay number: Int) -> InstanceID? { replays[number] }

    /// Pauses of a replay that its process has not confirmed.
    func pauses(ofReplay number: Int) -> Int {
        replays[number].flatMap { instances[$0]?.machine.unconfirmedPauses } ?? 0
    }

    /// Those that have a replay.
    var passing: [InstanceID] { instances.compactMap { $0.value.run == nil ? nil : $0.key } }

    /// Those of them that wake by that time.
    func due(by time: Timestamp) -> [InstanceID] {
        instances.compactMap { id, instance in
            instance.run != nil && (instance.record.wakeAt ?? .distantFuture) <= time ? id : nil
        }
    }

    /// An attempt of one of them runs, or may.
    var isAtWork: Bool { instances.values.contains { $0.run != nil && $0.machine.isAtWork } }

    /// Those that have asked for nothing for so long while nothing of theirs runs.
    func inactive(for length: Duration, now: Timestamp) -> [InstanceID] {
        instances.compactMap { id, instance in
            guard instance.run != nil, let since = instance.machine.silentSince else { return nil }
            return since + length <= now ? id : nil
        }
    }

    /// When the first of those that have a replay wakes.
    var nextWake: Timestamp? { instances.values.lazy.compactMap { $0.run == nil ? nil : $0.record.wakeAt }.min() }

    /// Brings an instance into memory, or puts it back changed.
    mutating func set(_ instance: LiveInstance) { instances[instance.record.id] = instance }

    /// Changes the machine of an instance in place: a copy would be one of all its steps.
    mutating func update<Result>(
        _ id: InstanceID, _ body: (inout InstanceMachine) throws -> Result
    ) rethrows -> Result? {
        guard let index = instances.index(forKey: id) else { return nil }
        return try body(&instances.values[index].machine)
    }

    /// The wall clock was set.
    mutating func clockSet(by lead: Duration) {
        for index in instances.indices { instances.values[index].machine.clockSet(by: lead) }
    }

    mutating func removeAll() {
        instances = [:]
        replays = [:]
        slots.releaseAll()
        hasNothingDormant = false
    }
}

// Replays.
extension LiveInstances {
    /// An instance, as it is from now on, has the replay `run`, and a slot.
    mutating func beginReplay(of instance: inout LiveInstance, _ run: Int) {
        instance.run = run
        replays[run] = instance.record.id
        slots.take(for: instance.deployment.account)
    }

    /// - Returns: The replay that it had, and with which deployment.
    mutating func endReplay(of id: InstanceID) -> (run: Int, deployment: LocalDeployment)? {
        guard let instance = instances[id], let run = instance.run else { return nil }
        instances[id]?.run = nil
        replays[run] = nil
        slots.release(for: instance.deployment.account)
        hasNothingDormant = false
        return (run, instance.deployment)
    }

    /// Forgets an instance, whatever the journal has of it.
    mutating func remove(_ id: InstanceID) { instances[id] = nil }

    /// Removes an instance that has no replay.
    mutating func leaveMemoryIfUnused(_ id: InstanceID) {
        if let instance = instances[id], instance.run == nil { instances[id] = nil }
    }

    /// - Returns: How often the machine had interrupted it before.
    mutating func interrupted(_ id: InstanceID) -> Int {
        defer { interruptions[id, default: 0] += 1 }
        return interruptions[id] ?? 0
    }

    mutating func progressed(_ id: InstanceID) { interruptions[id] = nil }

    var hasInterruptions: Bool { !interruptions.isEmpty }
}

// Instances that only wait give their slots to those that have something to do.
extension LiveInstances {
    func hasRoom(for connection: String) -> Bool { slots.hasRoom(for: connection) }

    /// The instances that only wait, and longer than until `soon`, of which there is a backlog in need of their slots.
    mutating func dormant(wakingAfter soon: Timestamp) -> [InstanceID] {
        hasBacklog = true
        // Looked for again when one that is at work has ended or begins to wait.
        guard !hasNothingDormant else { return [] }
        hasNothingDormant = true
        return instances.compactMap { $0.value.isDormant(until: soon) ? $0.key : nil }
    }

    /// The process of its replay.
    func worker(of id: InstanceID) -> String? { instances[id]?.deployment.worker }

    /// Whether its replay only waits.
    func isDormant(_ id: InstanceID) -> Bool { instances[id].map { $0.isDormant(until: .distantPast) } ?? false }

    /// Those of a deployment whose replays only wait.
    func dormant(of deploymentId: String) -> [InstanceID] {
        instances.compactMap { id, instance in
            instance.deployment.id == deploymentId && instance.isDormant(until: .distantPast) ? id : nil
        }
    }

    /// Whether an instance that has come to wait leaves at once for others.
    mutating func leavesUnderPressure(_ id: InstanceID, wakingAfter soon: Timestamp) -> Bool {
        guard let instance = instances[id], instance.run != nil, instance.machine.dormantSince != nil else {
            return false
        }
        hasNothingDormant = false
        return hasBacklog && instance.isDormant(until: soon)
    }

    /// Those that have only waited for so long, and do for as long again.
    func idle(for length: Duration, now: Timestamp) -> [InstanceID] {
        instances.compactMap { id, instance in
            guard instance.run != nil, let since = instance.machine.dormantSince else { return nil }
            // A clock that went back says nothing about how long it waits.
            guard since + length <= now || since > now else { return nil }
            if let wakeAt = instance.record.wakeAt, wakeAt - now < length { return nil }
            return id
        }
    }
}

extension LiveInstance {
    /// Whether its replay has nothing to do before that time.
    fileprivate func isDormant(until time: Timestamp) -> Bool {
        run != nil && machine.dormantSince != nil && (record.wakeAt ?? .distantFuture) >= time
    }
}
