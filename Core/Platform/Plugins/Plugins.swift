import PluginHost
import PluginMessages
import Storage

/// The plugins of the server, for those who operate it: the organization that was there first.
package struct Plugins: Sendable {
    let storage: any StorageDriver
    let host: PluginHost

    package func list(_ caller: Caller) async throws -> [PluginStatus] {
        try await storage.requireOperator(caller)
        return await host.statuses().map { $0.shown(to: caller) }
    }

    /// Ends the contributions of a plugin, now and after restarts.
    package func disable(_ caller: Caller, _ id: String) async throws -> [PluginStatus] {
        try await requireKnown(caller, id)
        guard id != storage.plugin else { throw PlatformError.pluginIsStorage(id) }
        let reason = "An operator disabled it."
        try await storage.transaction { database in
            let table = Table(PluginSwitchRecord.self, in: database)
            try table.remove(id)
            try table.insert(PluginSwitchRecord(plugin: id, reason: reason, createdAt: .now))
            try database.audit(caller, .pluginDisabled, id)
        }
        host.turnOff(id, because: reason)
        return await statuses(of: id, for: caller)
    }

    package func enable(_ caller: Caller, _ id: String) async throws -> [PluginStatus] {
        try await requireKnown(caller, id)
        try await storage.transaction { database in
            try Table(PluginSwitchRecord.self, in: database).remove(id)
            try database.audit(caller, .pluginEnabled, id)
        }
        host.turnOn(id)
        return await statuses(of: id, for: caller)
    }

    /// - Parameter id: Of a plugin, or the file name of a library that was refused, which is tried again.
    package func restart(_ caller: Caller, _ id: String) async throws -> [PluginStatus] {
        try await storage.requireOperation(caller)
        guard host.knows(id) else { throw await unknown(id) }
        let before = Set(host.plugins.map(\.path))
        do { try await host.restart(id) } catch {
            switch error {
            case .unknown: throw await unknown(id)
            case .inProcess: throw PlatformError.pluginInProcess(id)
            case .failed(let failure): throw PlatformError.plugin(id, failure)
            }
        }
        try await storage.transaction { try $0.audit(caller, .pluginRestarted, id) }
        return await host.statuses().filter { $0.id == id || !before.contains($0.path) && $0.state != .refused }
            .map { $0.shown(to: caller) }
    }

    private func statuses(of id: String, for caller: Caller) async -> [PluginStatus] {
        await host.statuses().filter { $0.id == id }.map { $0.shown(to: caller) }
    }

    private func requireKnown(_ caller: Caller, _ id: String) async throws {
        try await storage.requireOperation(caller)
        guard host.plugins.contains(where: { $0.manifest.id == id }) else {
            throw await unknown(id)
        }
    }

    /// Of the plugins that are loaded, and of those that were refused.
    private func unknown(_ id: String) async -> PlatformError {
        .unknown(.plugin, id: id, known: await host.statuses().map(\.id))
    }
}
