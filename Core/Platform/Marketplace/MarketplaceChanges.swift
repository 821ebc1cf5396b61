import JSON
import Marketplace
import PluginHost
import PluginMessages
import Storage
import Values

/// Installs, updates, rolls back and removes the packages of organizations.
///
/// Every change is either done or not: the package is on the disk and loaded before the database names it, and
/// contributes right after. What an interrupted change has left on the disk is removed at the next start.
package struct MarketplaceChanges: Sendable {
    let storage: any StorageDriver
    let registries: Registries
    let installer: PackageInstaller
    let queue: SerialQueue<String>

    /// - Parameter version: `nil` takes the latest.
    package func install(
        _ caller: Caller, _ node: String, version: String?, dryRun: Bool
    ) async throws -> MarketplaceChange {
        // A registry that does not respond holds up nobody but this request.
        if let current = try await current(of: node, caller) { throw installed(node, current) }
        let target = try await find(node, version, caller)
        return try await queue.run(for: node) {
            if let current = try await current(of: node, caller) { throw installed(node, current) }
            let isBundled =
                installer.host.registry.limited { _, _ in false }
                .definition(type: node, version: target.version.version) != nil
            if isBundled { throw installed(node, target.version.version) }
            return try await change(caller, .install, to: target, previous: nil, dryRun)
        }
    }

    /// - Parameter version: `nil` takes the latest.
    package func update(
        _ caller: Caller, _ node: String, version: String?, dryRun: Bool
    ) async throws -> MarketplaceChange {
        guard try await current(of: node, caller) != nil else {
            throw try await storage.read { try $0.notInstalled(node, for: caller) }
        }
        let target = try await find(node, version, caller)
        return try await queue.run(for: node) {
            guard let current = try await current(of: node, caller) else {
                throw try await storage.read { try $0.notInstalled(node, for: caller) }
            }
            guard SemanticVersion.isOlder(current, than: target.version.version) else {
                throw PlatformError.notNewer(node: node, version: target.version.version, installed: current)
            }
            return try await change(caller, .update, to: target, previous: current, dryRun)
        }
    }

    /// Goes back to an older version.
    /// - Parameter version: `nil` is the one that was current before; it needs no registry, and neither does another one
    ///   that is installed.
    package func rollback(
        _ caller: Caller, _ node: String, version: String? = nil, dryRun: Bool
    ) async throws -> MarketplaceChange {
        let installed = try await storage.read {
            try Table(NodeInstallationRecord.self, in: $0).all(of: caller.organization, node: node)
        }
        guard let version, let current = installed.first?.version, !installed.contains(where: { $0.version == version })
        else { return try await rollBack(caller, node, to: version, dryRun) }
        guard SemanticVersion.isOlder(version, than: current) else {
            throw PlatformError.notOlder(node: node, version: version, installed: current)
        }
        let target = try await find(node, version, caller)
        return try await queue.run(for: node) {
            try await change(caller, .rollback, to: target, previous: nil, replacing: current, dryRun)
        }
    }

    private func rollBack(
        _ caller: Caller, _ node: String, to version: String?, _ dryRun: Bool
    ) async throws -> MarketplaceChange {
        try await queue.run(for: node) {
            try await alter(caller, .rollback, dryRun: dryRun) { database in
                let standing = try PackageStanding(node, of: caller.organization, in: database)
                let versions = standing.versions
                guard let current = versions.first, current.isCurrent else {
                    throw try database.notInstalled(node, for: caller)
                }
                // Of the older ones, that was current last: updates lead to newer versions only.
                let older = versions.filter { SemanticVersion.isOlder($0.version, than: current.version) }
                guard let previous = older.first(where: { version == nil || $0.version == version }) else {
                    throw version.map { .notOlder(node: node, version: $0, installed: current.version) }
                        ?? PlatformError.noPrevious(node)
                }
                let contents = standing.all(of: [previous.version])
                // The version that is left is not one to go back to.
                let removed = standing.isNeeded(current.version, besides: contents) ? [] : [current.version]
                return MarketplaceChange(
                    action: .rollback, node: node, version: previous.version, previous: current.version,
                    removed: removed,
                    kept: versions.map(\.version).filter { $0 != previous.version && !removed.contains($0) },
                    download: 0, registry: nil, signedBy: nil, contents: contents, permissions: [],
                    uses: standing.uses,
                    connections: try database.connections(to: contents.providers, in: caller.organization),
                    isDryRun: dryRun)
            }
        }
    }

    /// - Throws: ``PlatformError/inUse(node:_:)`` while stored versions have a node of it, unless forced, and
    ///   ``PlatformError/providerInUse(package:_:)`` while there are connections to a provider of it.
    package func uninstall(
        _ caller: Caller, _ node: String, force: Bool, dryRun: Bool
    ) async throws -> MarketplaceChange {
        try await queue.run(for: node) {
            try await alter(caller, .uninstall, dryRun: dryRun) { database in
                let standing = try PackageStanding(node, of: caller.organization, in: database)
                let versions = standing.versions.map(\.version)
                guard !versions.isEmpty else { throw try database.notInstalled(node, for: caller) }
                guard standing.uses.isEmpty || force || dryRun else {
                    throw PlatformError.inUse(node: node, standing.uses)
                }
                let contents = standing.all(of: versions)
                return MarketplaceChange(
                    action: .uninstall, node: node, version: nil, previous: versions.first, removed: versions, kept: [],
                    download: 0, registry: nil, signedBy: nil, contents: contents, permissions: [], uses: standing.uses,
                    connections: try database.connections(to: contents.providers, in: caller.organization),
                    isDryRun: dryRun)
            }
        }
    }

    private struct Target: Sendable {
        let offer: Registries.Offer
        let version: RegistryIndex.Version
        let build: RegistryIndex.Build
    }

    private func find(_ node: String, _ wanted: String?, _ caller: Caller) async throws -> Target {
        let offer: Registries.Offer?
        do { offer = try await registries.offer(of: node) } catch {
            throw PlatformError.unavailable(error)
        }
        guard let offer else {
            let installed = try await storage.read { try $0.installedPackages(of: caller) }
            throw PlatformError.unknownNode(node, known: await registries.offers().map(\.node.id) + installed)
        }
        let known = offer.node.versions
        let version =
            wanted.map { wanted in known.first { $0.version == wanted } } ?? offer.node.latest
            ?? known.first { $0.yanked == nil } ?? known.first
        guard let version else {
            throw PlatformError.unknownVersion(node: node, version: wanted ?? "", known: known.map(\.version))
        }
        if let reason = version.yanked {
            throw PlatformError.withdrawn(node: node, version: version.version, reason)
        }
        guard version.contents(of: node).storages.isEmpty else { throw PlatformError.forServer(node) }
        guard let build = version.fittingBuild else {
            throw PlatformError.noBuild(node: node, version: version.version, platform: RegistryBuilder.platform)
        }
        return Target(offer: offer, version: version, build: build)
    }

    private func current(of node: String, _ caller: Caller) async throws -> String? {
        try await storage.read {
            try Table(NodeInstallationRecord.self, in: $0).all(of: caller.organization, node: node)
        }.first?.version
    }

    private func change(
        _ caller: Caller, _ action: MarketplaceChange.Action, to target: Target, previous: String?,
        replacing current: String? = nil, _ dryRun: Bool
    ) async throws -> MarketplaceChange {
        let (node, version) = (target.offer.node.id, target.version.version)
        let contents = target.version.contents(of: node)
        if !dryRun { try caller.requireOwner(toInstall: contents) }
        try checkServer(contents, of: node)
        let existing = try await storage.read {
            try Table(PackageRecord.self, in: $0).find(node: node, version: version)
        }
        if let existing, !dryRun {
            try installer.check(existing, target.offer, target.version, target.build)
        }
        let fetched =
            try await existing == nil && !dryRun
            ? installer.fetch(target.offer, target.version, target.build, for: action) : nil
        return try await alter(caller, action, dryRun: dryRun, adding: fetched) { database in
            try database.checkOthers(than: node, contents, in: caller.organization)
            let standing = try PackageStanding(node, of: caller.organization, and: contents, in: database)
            let before = standing.versions.map(\.version)
            let removed = before.filter {
                $0 != version && $0 != previous && !standing.isNeeded($0, besides: contents)
            }
            return MarketplaceChange(
                action: action, node: node, version: version, previous: previous ?? current, removed: removed,
                kept: before.filter { $0 != version && !removed.contains($0) },
                download: existing == nil ? target.build.size : 0,
                registry: RegistrySource.shown(target.offer.source.name), signedBy: target.build.signature?.key,
                contents: contents,
                permissions: target.version.asked(of: node), uses: standing.uses,
                connections: try database.connections(to: contents.providers, in: caller.organization),
                isDryRun: dryRun)
        }
    }

    /// What the server provides for everybody cannot be a package's, too.
    private func checkServer(_ contents: PackageContents, of package: String) throws(PlatformError) {
        let own = installer.host.registry.limited { _, _ in false }
        let endpoints = own.resources.map {
            PackageContents.Endpoint(
                method: $0.endpoint.method.rawValue, path: $0.endpoint.path, provider: $0.endpoint.provider)
        }
        let there = PackageContents(providers: own.providers.map(\.definition.id), endpoints: endpoints)
        if let what = contents.shared(with: there) { throw .contributed(package: package, what, by: "The server") }
    }

    /// Changes the database, what the plugins contribute right after, and removes packages that nobody uses any more.
    /// - Parameters:
    ///   - dryRun: Only computes the change.
    ///   - change: Computes the change from what the database holds.
    private func alter(
        _ caller: Caller, _ action: MarketplaceChange.Action, dryRun: Bool,
        adding fetched: PackageInstaller.Fetched? = nil,
        computing change: @escaping @Sendable (any SQLConnection) throws -> MarketplaceChange
    ) async throws -> MarketplaceChange {
        guard !dryRun else { return try await storage.read(change) }
        let result: MarketplaceChange
        let unused: [PackageRecord]
        let installed: Set<InstalledPackage>
        do {
            (result, unused, installed) = try await storage.transaction { database in
                let change = try change(database)
                try change.check(in: database, by: caller)
                if let fetched { try Table(in: database).insert(fetched.record) }
                try fetched?.shared?.insert(in: database)
                try change.apply(in: database, for: caller.organization)
                try database.audit(caller, action.audited, change.node, change.audited)
                let installed = try Table(NodeInstallationRecord.self, in: database).all(of: caller.organization)
                let unused = try Table(PackageRecord.self, in: database).removeUnused()
                try PackageFile.removeUnused(in: database)
                return (change, unused, Set(installed.map(InstalledPackage.init)))
            }
        } catch {
            if let fetched { await installer.remove([fetched.record], for: action) }
            throw error
        }
        await installer.settings.checkpoint(.init(action, .recorded))
        // The database has the package from here on: its file stays, also when it cannot be published now.
        if let fetched {
            do { try installer.host.publish(fetched.staged) } catch {
                await installer.host.install(installed, of: caller.organization.text)
                throw PlatformError.unloadable(error)
            }
        }
        await installer.host.install(installed, of: caller.organization.text)
        await installer.settings.checkpoint(.init(action, .published))
        await installer.remove(unused, for: action)
        return result
    }

    private func installed(_ node: String, _ version: String) -> PlatformError {
        .installed(node: node, version: version)
    }
}

extension MarketplaceChange {
    /// - Throws: ``PlatformError/ownerOnly(_:)``, ``PlatformError/providerInUse(package:_:)``
    fileprivate func check(in database: any SQLConnection, by caller: Caller) throws {
        let standing = try PackageStanding(node, of: caller.organization, in: database)
        let before = standing.all(of: standing.versions.filter(\.isCurrent).map(\.version))
        try caller.requireOwner(toInstall: contents)
        try caller.requireOwner(toInstall: before)
        let lost = version == nil ? before.providers : before.providers.filter { !contents.providers.contains($0) }
        let users = try database.connections(to: lost, in: caller.organization)
        guard users.isEmpty else { throw PlatformError.providerInUse(package: node, users) }
    }

    fileprivate func apply(in database: any SQLConnection, for organization: OrganizationID) throws {
        let table = Table(NodeInstallationRecord.self, in: database)
        if let version { try table.makeCurrent(version, of: node, for: organization, at: .now) }
        for version in removed { try table.remove(version, of: node, for: organization) }
    }

    fileprivate var audited: JSONObject {
        var details: JSONObject = [:]
        details["version"] = version.map(JSONValue.string)
        details["previous"] = previous.map(JSONValue.string)
        if contents.kinds != [.node] {
            details["contributes"] = .array(contents.kinds.map { .string($0.rawValue) })
        }
        return details
    }
}

extension MarketplaceChange.Action {
    fileprivate var audited: AuditAction {
        switch self {
        case .install: .pluginInstalled
        case .update: .pluginUpdated
        case .rollback: .pluginRolledBack
        case .uninstall: .pluginUninstalled
        }
    }
}
