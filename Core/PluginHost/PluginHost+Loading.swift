import Egress
import Errors
import FoundationEssentials
import JSON
import PluginMessages

extension PluginHost {
    /// Loads some libraries, and publishes those that can be in one change.
    /// - Returns: Why the others cannot; the server's status shows it, too.
    @discardableResult
    package func load(_ candidates: [PluginCandidate]) async -> [PluginRefusal] {
        await load(await inspect(candidates))
    }

    /// Loads libraries that were inspected, and publishes those that can be in one change.
    /// - Returns: Why the others cannot; the server's status shows it, too.
    @discardableResult
    package func load(_ found: [DiscoveredPlugin]) async -> [PluginRefusal] {
        var units: [PluginUnit] = []
        var refusals: [PluginRefusal] = []
        for plugin in found {
            let candidate = plugin.candidate
            do throws(PluginRefusal) {
                let unit = try await prepare(candidate, plugin.outcome.get())
                try Self.checkUnique(unit.plugin, among: plugins + units.map(\.plugin))
                units.append(unit)
                logger.info(
                    "Loaded the plugin \"\(unit.plugin.manifest.id)\" \(unit.plugin.manifest.version) from \(candidate.path)"
                )
            } catch {
                refusals.append(error)
                logger.warning("Refused a plugin: \(error)")
            }
        }
        state.withLock { [units, refusals] state in
            state.units += units
            state.refusals += refusals
            state.publish()
        }
        return refusals
    }

    /// Loads a library that ``inspect(_:)`` has checked, and makes it ready to be called.
    /// - Parameter checked: The check's result for the same bytes; the library must still have this manifest.
    package func stage(
        _ candidate: PluginCandidate, _ checked: CheckedManifest
    ) async throws(PluginRefusal) -> StagedPlugin {
        if let retired = state.withLock({ $0.retired[candidate.path] }) { return StagedPlugin(unit: retired) }
        let unit = try await prepare(candidate, checked)
        try Self.checkUnique(unit.plugin, among: plugins)
        return StagedPlugin(unit: unit)
    }

    /// Lets a plugin contribute.
    /// - Throws: ``PluginRefusal`` when another one of the same kind came first.
    package func publish(_ staged: StagedPlugin) throws(PluginRefusal) {
        let unit = staged.unit
        let isServing = try state.withLock { state throws(PluginRefusal) in
            try Self.checkUnique(unit.plugin, among: state.units.map(\.plugin))
            state.retired[unit.plugin.path] = nil
            state.refusals.removeAll { $0.path == unit.plugin.path }
            state.unloadable.removeAll { $0.origin == unit.plugin.origin }
            state.units.append(unit)
            state.publish()
            return state.isServing
        }
        if isServing { Task { await start(unit) } }
    }

    /// Lets a plugin that is part of this program contribute.
    package func attach(_ plugin: LoadedPlugin) {
        let connection = MeasuredConnection(plugin.connection, measuring(plugin.manifest.id))
        let measured = LoadedPlugin(
            path: plugin.path, origin: plugin.origin, manifest: plugin.manifest, connection: connection)
        state.withLock { state in
            state.units.append(PluginUnit(plugin: measured, runner: .attached, connection: connection))
            state.publish()
        }
    }

    /// Ends the contributions of some plugins. Calls in flight go on; a process ends after them. A library in this
    /// process can't be unloaded, and serves again when it comes back.
    package func remove(_ origin: PluginOrigin) async {
        let removed = state.withLock { state in
            let removed = state.units.filter { $0.plugin.origin == origin }
            state.units.removeAll { $0.plugin.origin == origin }
            state.unloadable.removeAll { $0.origin == origin }
            for unit in removed where unit.runner.isolation == .inProcess { state.retired[unit.plugin.path] = unit }
            state.publish()
            return removed
        }
        for unit in removed {
            reported.forget(unit.plugin.manifest.id)
            if case .process(let plugin) = unit.runner { await plugin.remove() }
        }
    }

    /// Ends the processes that some plugins have for an organization, which has them no more.
    package func release(_ origin: PluginOrigin, of organization: String) async {
        let units = state.withLock { $0.units.filter { $0.plugin.origin == origin } }
        for unit in units { if case .process(let plugin) = unit.runner { await plugin.release(organization) } }
    }

    /// Shows packages that cannot be loaded to those who have them.
    package func note(unloadable packages: [DisabledPlugin]) {
        state.withLock { state in
            state.unloadable += packages
            state.publish()
        }
    }

    /// Shows a library that cannot even be tried.
    package func refuse(_ refusal: PluginRefusal) {
        // An installation may bring more than a machine can use.
        let isOptional = refusal.code == ErrorCode.pluginDependency.rawValue
        logger.log(level: isOptional ? .notice : .warning, "Refused a plugin: \(refusal)")
        state.withLock { state in
            state.refusals.append(refusal)
            state.publish()
        }
    }

    private func prepare(
        _ candidate: PluginCandidate, _ found: CheckedManifest
    ) async throws(PluginRefusal) -> PluginUnit {
        let path = candidate.path
        let (checked, manifest) = (found.manifest, found.json)
        let isolation = configuration.isolation[checked.id] ?? candidate.isolation
        let values = try settings(of: checked, path: path)
        let runner: PluginUnit.Runner
        let connection: MeasuredConnection
        var owned: (@Sendable (String) -> any PluginConnection)?
        if isolation == .process, let executable = configuration.executable {
            _ = try directory(of: checked.id, path: path)
            let walls = walls(of: candidate, checked.id)
            let processes = PluginProcesses(
                manifest, isConfined: walls != nil,
                make: processes(of: found, values, executable: executable, library: path, walls))
            runner = .process(processes)
            connection = MeasuredConnection(processes, measuring(checked.id))
            if case .package = candidate.origin {
                owned = {
                    MeasuredConnection(OwnedConnection(processes: processes, owner: $0), countingWith: connection)
                }
            }
        } else {
            let directory = try directory(of: checked.id, path: path)
            let services = services(of: checked, directory, isThirdParty: candidate.isolation == .process)
            let settings = parameters(values, directory)
            if configuration.inspections == nil {
                let plugin = try await Self.load(path, settings, services, isCopied: true) { $0.has(manifest) }
                runner = .inProcess(plugin)
                connection = MeasuredConnection(plugin, measuring(checked.id))
            } else {
                // A command that runs for milliseconds has no use for a copy, nor for a manifest that it knows.
                let stamp = LibraryStamp(of: path)
                let plugin = OnDemandPlugin { () async throws(PluginRefusal) in
                    try await Self.load(path, settings, services, isCopied: false) {
                        stamp != nil && LibraryStamp(of: path) == stamp || $0.has(manifest)
                    }
                }
                runner = .onDemand(plugin)
                connection = MeasuredConnection(plugin, measuring(checked.id))
            }
        }
        return PluginUnit(
            plugin: LoadedPlugin(
                path: path, origin: candidate.origin, manifest: checked, connection: connection, owned: owned),
            runner: runner, connection: connection)
    }

    static func absolute(_ path: String) -> String {
        path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    }

    /// - Parameter walls: `nil` lets the processes do what the server may.
    func processes(
        of checked: CheckedManifest, _ values: [String: String], executable: String, library: String,
        _ walls: PluginSandbox?
    ) -> PluginProcesses.Make {
        let manifest = checked.manifest
        return { [self] owner, isServing, predecessor in
            let folder = folder(of: manifest.id, owner: owner)
            return ProcessPlugin(
                .init(
                    executable: executable, library: Self.absolute(library), memoryLimit: configuration.memoryLimit,
                    grace: configuration.grace, folder: folder, walls: walls),
                manifest: checked.json, configuration: parameters(values, folder),
                services: services(of: manifest, folder, owner: owner, isThirdParty: walls != nil),
                keepsRunning: !manifest.providers.isEmpty,
                isStorage: !manifest.storages.isEmpty, isServing: isServing, after: predecessor)
        }
    }

    /// - Parameter isThirdParty: Whether its requests may go to the internet only, wherever its library is loaded.
    private func services(
        of plugin: Manifest, _ folder: String?, owner: String? = nil, isThirdParty: Bool
    ) -> HostServices {
        let isGuarded = isThirdParty && !configuration.privateHosts.contains(plugin.id)
        return HostServices(
            plugin: plugin, owner: owner, folder: folder, logger: logger,
            fetcher: fetcher.keeping(
                to: plugin.permissions, isGuarded ? EgressRules(allowsPrivate: false) : nil,
                isThirdParty ? FetchSlots() : nil),
            events: told, budget: budget, problems: reported, requests: requests, sharedState: sharedState)
    }

    /// Loads a library into this process and configures it.
    /// - Parameters:
    ///   - isCopied: Whether a change of the file must not change the code that runs.
    ///   - isChecked: Whether the library still is the one that was checked.
    private static func load(
        _ path: String, _ settings: JSONValue, _ services: HostServices, isCopied: Bool,
        isChecked: (PluginLibrary) -> Bool
    ) async throws(PluginRefusal) -> InProcessPlugin {
        let plugin = InProcessPlugin(library: try PluginLibrary(path: path, host: services, isCopied: isCopied))
        guard isChecked(plugin.library) else {
            throw PluginRefusal(
                path: path, code: .pluginManifest, reason: "The manifest changed between verification and loading.")
        }
        do {
            _ = try await plugin.call("plugin.configure", settings, deadline: .seconds(30)) { _, _ in }
        } catch {
            throw PluginRefusal(path: path, code: error.code, reason: "Cannot be configured: \(error.message)")
        }
        return plugin
    }

    /// Third parties' plugins run behind walls; what came with the server, and runs in a process of its own because an
    /// operator says so, may do what the server may.
    private func walls(of candidate: PluginCandidate, _ id: String) -> PluginSandbox? {
        guard candidate.isolation == .process else {
            logger.warning("The plugin \"\(id)\" runs in a process of its own that is not confined.")
            return nil
        }
        for gap in confinement.gaps(of: "the plugin \"\(id)\"") { logger.warning("\(gap)") }
        return walls(confined: true, id)
    }

    func walls(confined: Bool, _ id: String) -> PluginSandbox? {
        confined ? PluginSandbox(diskLimit: configuration.diskLimit, network: configuration.network[id] ?? .none) : nil
    }

    private func measuring(_ plugin: String) -> PluginMetrics { PluginMetrics(plugin: plugin, metrics) }

    func settings(of manifest: Manifest, path: String) throws(PluginRefusal) -> [String: String] {
        do throws(InvalidSetting) {
            return try configuration.settings.values(of: manifest.id, declared: manifest.settings)
        } catch { throw PluginRefusal(path: path, code: "plugin.setting", reason: "\(error)") }
    }

    /// The parameters of `plugin.configure`.
    private func parameters(_ settings: [String: String], _ directory: String?) -> JSONValue {
        [
            "settings": .object(JSONObject(settings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })),
            "dataDirectory": directory.map(JSONValue.string) ?? .null,
            "hostVersion": .string(configuration.hostVersion),
        ]
    }

    private func directory(of id: String, path: String) throws(PluginRefusal) -> String? {
        guard let parent = configuration.dataDirectory else { return nil }
        let directory = "\(parent)/\(id)"
        do {
            try FileManager.default.createDirectory(
                atPath: directory, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw PluginRefusal(
                path: path, code: .pluginDirectory, reason: "The plugin's directory cannot be created: \(error)")
        }
        return directory
    }

    /// An organization's is its own: what the plugin keeps there is of its calls. One that cannot be created is missed by the
    /// plugin's first write.
    private func folder(of id: String, owner: String?) -> String? {
        guard let parent = configuration.dataDirectory else { return nil }
        guard let owner else { return Self.absolute("\(parent)/\(id)") }
        // No id of a plugin begins so.
        let folder = Self.absolute("\(parent)/@\(owner)/\(id)")
        try? FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return folder
    }
}
