import PluginMessages

/// What organizations have installed: a copy of what the database says, brought up to date with each change.
extension PluginHost {
    /// The contributions as an organization has and calls them.
    package func registry(of organization: String) -> ContributionRegistry {
        let (registry, installed) = state.withLock { ($0.registry, $0.installed[organization] ?? []) }
        return registry.limited(for: organization, installed)
    }

    /// Takes over what an organization has from now on. A process of another version works in the same data folder: it ends,
    /// after its calls in flight, before that of the new version starts.
    package func install(_ packages: Set<InstalledPackage>, of organization: String) async {
        let (before, units, isServing) = state.withLock { state in
            (state.installed[organization] ?? [], state.units, state.isServing)
        }
        func called(_ packages: Set<InstalledPackage>) -> [PluginUnit] {
            units.filter { unit in
                packages.contains {
                    $0.origin == unit.plugin.origin && ($0.isCurrent || unit.plugin.manifest.isOnlyNodes)
                }
            }
        }
        let current = called(packages)
        let paths = Set(current.map(\.plugin.path))
        let ending = called(before).filter { !paths.contains($0.plugin.path) }
        let isOver = Latch()
        for unit in current {
            guard case .process(let processes) = unit.runner else { continue }
            let isReplaced = ending.contains { $0.plugin.manifest.id == unit.plugin.manifest.id }
            processes.open(for: organization, after: isReplaced ? isOver : nil)
        }
        state.withLock { $0.installed[organization] = packages.isEmpty ? nil : packages }
        for unit in ending {
            let successor = current.first { $0.plugin.manifest.id == unit.plugin.manifest.id }
            await release(unit, of: organization, for: successor)
        }
        isOver.open()
        guard isServing else { return }
        for unit in current { wake(unit, for: organization) }
    }

    /// What has to be running by itself, for each organization that has it.
    func wakeOwned() {
        let (installed, units) = state.withLock { ($0.installed, $0.units) }
        for (organization, packages) in installed {
            for unit in units where packages.contains(where: { $0.isCurrent && $0.origin == unit.plugin.origin }) {
                wake(unit, for: organization)
            }
        }
    }

    private func release(_ unit: PluginUnit, of organization: String, for successor: PluginUnit?) async {
        guard case .process(let processes) = unit.runner else { return }
        var next: PluginProcesses?
        if case .process(let processes)? = successor?.runner { next = processes }
        await processes.release(organization, for: next)
        reported.forget(unit.plugin.manifest.id, of: organization)
    }

    /// A provider tells things by itself; what only answers starts with its first call.
    private func wake(_ unit: PluginUnit, for organization: String) {
        guard unit.plugin.isOwned, !unit.plugin.manifest.providers.isEmpty, case .process(let processes) = unit.runner
        else { return }
        Task { [logger] in
            do { try await processes.process(of: organization).wake() } catch {
                logger.error(
                    "The plugin \"\(unit.plugin.manifest.id)\" failed to start for the organization \(organization): \(error)"
                )
            }
        }
    }
}

extension Manifest {
    /// Whether several versions can be called at a time: one that does more works in its data folder by itself.
    var isOnlyNodes: Bool { server.providers.isEmpty && server.resources.isEmpty }
}

extension ContributionRegistry {
    /// The contributions as an organization with some packages has and calls them.
    package func limited(for organization: String, _ packages: Set<InstalledPackage>) -> ContributionRegistry {
        let views = Dictionary(
            packages.map { ($0.origin, $0.isCurrent ? PackageView.all : .nodes) },
            uniquingKeysWith: { first, _ in first })
        return limited(for: organization, as: { views[.package(node: $0, version: $1)] ?? .nothing })
    }
}
