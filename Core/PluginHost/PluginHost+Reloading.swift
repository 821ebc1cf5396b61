import JSON
import PluginMessages

extension PluginHost {
    /// Why a plugin's process cannot be started again.
    package enum RestartProblem: Error, Sendable {
        case unknown
        /// A library in the server's own process runs as long as that.
        case inProcess
        case failed(PluginFailure)
    }

    /// Starts the processes of every version of a plugin again, with the library as it is now, and turns the plugin on.
    /// - Parameter id: Of a plugin, or the file name of a library that was refused, which is tried again.
    package func restart(_ id: String) async throws(RestartProblem) {
        let units = state.withLock { $0.units.filter { $0.plugin.manifest.id == id } }
        guard !units.isEmpty else { return try await reconsider(id) }
        for unit in units {
            guard case .process(let processes) = unit.runner else { throw .inProcess }
            do throws(PluginRefusal) { try await reload(unit, processes) } catch {
                logger.warning("Refused a plugin: \(error)")
                throw .failed(PluginFailure(code: error.code, message: error.reason))
            }
            do { try await processes.restart() } catch { throw .failed(error) }
        }
        turnOn(id)
    }

    /// Whether a plugin or a library that was refused has this id, as ``statuses()`` shows it.
    package func knows(_ id: String) -> Bool {
        state.withLock { state in
            state.units.contains { $0.plugin.manifest.id == id } || state.refusals.contains { $0.fileName == id }
        }
    }

    /// Tries libraries again that were refused.
    private func reconsider(_ name: String) async throws(RestartProblem) {
        // A package is not everybody's: what the operator's folders do not hold is not tried here.
        let candidates = state.withLock { state in
            let candidates = state.refusals.map(\.path).filter { PluginRefusal.fileName(of: $0) == name }
                .compactMap { path in
                    configuration.locations.first { $0.libraries.contains(path) }.map {
                        PluginCandidate(path: path, origin: .installation, isolation: $0.isolation)
                    }
                }
            let paths = Set(candidates.map(\.path))
            state.refusals.removeAll { paths.contains($0.path) }
            return candidates
        }
        guard !candidates.isEmpty else { throw .unknown }
        if let refusal = await load(candidates).first {
            throw .failed(PluginFailure(code: refusal.code, message: refusal.reason))
        }
        let loaded = state.withLock { state in
            state.isServing ? state.units.filter { candidates.map(\.path).contains($0.plugin.path) } : []
        }
        for unit in loaded { await start(unit) }
    }

    /// Takes over what the library is now: it may have been replaced since it was inspected.
    private func reload(_ unit: PluginUnit, _ processes: PluginProcesses) async throws(PluginRefusal) {
        let (old, path) = (unit.plugin, unit.plugin.path)
        guard let executable = configuration.executable else { return }
        let checked = try await inspect(path)
        guard checked.json != processes.manifest else { return }
        guard checked.manifest.id == old.manifest.id else {
            throw PluginRefusal(
                path: path, code: .pluginManifest,
                reason: "The library is now the plugin \"\(checked.manifest.id)\". Restart the server to load it.")
        }
        let values = try settings(of: checked.manifest, path: path)
        let make = self.processes(
            of: checked, values, executable: executable, library: path,
            walls(confined: processes.isConfined, checked.manifest.id))
        let plugin = old.with(checked.manifest)
        let ended = try state.withLock { state throws(PluginRefusal) -> [ProcessPlugin] in
            guard let index = state.units.firstIndex(where: { $0.plugin.path == path }) else { return [] }
            var others = state.units.map(\.plugin)
            others.remove(at: index)
            try Self.checkUnique(plugin, among: others)
            state.units[index] = PluginUnit(plugin: plugin, runner: unit.runner, connection: unit.connection)
            let ended = processes.replace(checked.json, isServing: state.isServing, make: make)
            state.publish()
            return ended
        }
        logger.info("Loaded the plugin \"\(plugin.manifest.id)\" \(plugin.manifest.version) again from \(path)")
        for process in ended { await process.remove() }
        if isServing { wakeOwned() }
    }
}
