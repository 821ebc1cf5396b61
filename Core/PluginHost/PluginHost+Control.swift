import PluginMessages

extension PluginHost {
    /// All plugins, those that were refused last.
    package func statuses() async -> [PluginStatus] {
        let (units, refusals, off) = state.withLock { ($0.units, $0.refusals, $0.off) }
        var statuses: [PluginStatus] = []
        for unit in units { statuses.append(await status(unit, off: off[unit.plugin.manifest.id])) }
        return statuses
            + refusals.map { refusal in
                PluginStatus(
                    id: refusal.fileName, name: nil, version: nil,
                    path: refusal.path, origin: nil, isolation: nil, confinement: nil,
                    state: .refused,
                    reason: "\(refusal.reason) (\(refusal.code))", memory: nil, calls: 0, failures: 0, lastError: nil,
                    processes: [], nodes: [], providers: [], problems: [])
            }
    }

    /// Ends the contributions of every version of a plugin until it is turned on again.
    /// - Returns: Whether there is such a plugin.
    @discardableResult
    package func turnOff(_ id: String, because reason: String) -> Bool {
        state.withLock { state in
            state.off[id] = reason
            state.publish()
            return state.units.contains { $0.plugin.manifest.id == id }
        }
    }

    /// - Returns: Whether there is such a plugin.
    @discardableResult
    package func turnOn(_ id: String) -> Bool {
        state.withLock { state in
            state.off[id] = nil
            state.publish()
            return state.units.contains { $0.plugin.manifest.id == id }
        }
    }

    private func status(_ unit: PluginUnit, off: String?) async -> PluginStatus {
        var current = PluginStatus.State.running
        var reason = off
        var memory: Int?
        var processes: [PluginStatus.OwnProcess] = []
        if case .process(let plugin) = unit.runner {
            for (owner, process) in plugin.all {
                processes.append(await PluginStatus.OwnProcess(process, of: owner))
            }
            let sizes = processes.compactMap(\.memory)
            memory = sizes.isEmpty ? nil : sizes.reduce(0, +)
            // What is worst for some organization.
            let worst = [PluginStatus.State.off, .restarting, .running, .idle].lazy
                .compactMap { state in processes.first { $0.state == state } }.first
            current = worst?.state ?? .idle
            reason = reason ?? worst?.reason
        }
        let manifest = unit.plugin.manifest
        let count = unit.connection.count
        return PluginStatus(
            id: manifest.id, name: manifest.name, version: manifest.version, path: unit.plugin.path,
            origin: unit.plugin.origin, isolation: unit.runner.isolation,
            confinement: PluginConfinement(of: unit.runner, confinement), state: off == nil ? current : .off,
            reason: reason, memory: memory, calls: count.calls, failures: count.failures, lastError: count.last,
            processes: processes.filter { $0.organization != nil },
            nodes: manifest.nodes.map { "\($0.id)@\($0.version)" }, providers: manifest.providers.map(\.id),
            problems: reported.all(of: manifest.id))
    }
}
