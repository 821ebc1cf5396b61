import JSON
import Marketplace
import PluginHost
import PluginMessages
import Storage
import Values

/// What a change of an organization's nodes does, or would do.
package struct MarketplaceChange: Sendable {
    package enum Action: String, Sendable, CaseIterable { case install, update, rollback, uninstall }

    package let action: Action
    package let node: String
    /// That new work uses after it; `nil` after an uninstall.
    package let version: String?
    package let previous: String?
    /// Versions that the organization has no more.
    package let removed: [String]
    /// Earlier ones that stay: stored documents name them, or it is the one to go back to.
    package let kept: [String]
    /// Bytes to download; 0 when this server has the package.
    package let download: Int
    package let registry: String?
    package let signedBy: String?
    /// Workflows that have the node in a stored version.
    package let uses: [NodeUse]
    package let isDryRun: Bool
}

/// Installs, updates, rolls back and removes the nodes of organizations.
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
        let target = try await find(node, version)
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
        guard try await current(of: node, caller) != nil else { throw PlatformError.notInstalled(node) }
        let target = try await find(node, version)
        return try await queue.run(for: node) {
            guard let current = try await current(of: node, caller) else {
                throw PlatformError.notInstalled(node)
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
        let target = try await find(node, version)
        return try await queue.run(for: node) {
            try await change(caller, .rollback, to: target, previous: nil, replacing: current, dryRun)
        }
    }

    private func rollBack(
        _ caller: Caller, _ node: String, to version: String?, _ dryRun: Bool
    ) async throws -> MarketplaceChange {
        try await queue.run(for: node) {
            try await alter(caller, .rollback, dryRun: dryRun) { database in
                let versions = try Table(NodeInstallationRecord.self, in: database)
                    .all(of: caller.organization, node: node)
                guard let current = versions.first, current.isCurrent else {
                    throw PlatformError.notInstalled(node)
                }
                // Of the older ones, that was current last: updates lead to newer versions only.
                let older = versions.filter { SemanticVersion.isOlder($0.version, than: current.version) }
                guard let previous = older.first(where: { version == nil || $0.version == version }) else {
                    throw version.map { .notOlder(node: node, version: $0, installed: current.version) }
                        ?? PlatformError.noPrevious(node)
                }
                let uses = try database.uses(of: node, in: caller.organization)
                let pinned = uses.reduce(into: Set<String>()) { $0.formUnion($1.versions) }
                // The version that is left is not one to go back to.
                let removed = pinned.contains(current.version) ? [] : [current.version]
                return MarketplaceChange(
                    action: .rollback, node: node, version: previous.version, previous: current.version,
                    removed: removed,
                    kept: versions.map(\.version).filter { $0 != previous.version && !removed.contains($0) },
                    download: 0, registry: nil, signedBy: nil, uses: uses, isDryRun: dryRun)
            }
        }
    }

    /// - Throws: ``PlatformError/inUse(node:_:)`` while stored versions have the node, unless forced.
    package func uninstall(
        _ caller: Caller, _ node: String, force: Bool, dryRun: Bool
    ) async throws -> MarketplaceChange {
        try await queue.run(for: node) {
            try await alter(caller, .uninstall, dryRun: dryRun) { database in
                let versions = try Table(NodeInstallationRecord.self, in: database)
                    .all(of: caller.organization, node: node)
                guard !versions.isEmpty else { throw PlatformError.notInstalled(node) }
                let uses = try database.uses(of: node, in: caller.organization)
                guard uses.isEmpty || force || dryRun else {
                    throw PlatformError.inUse(node: node, uses)
                }
                return MarketplaceChange(
                    action: .uninstall, node: node, version: nil, previous: versions.first?.version,
                    removed: versions.map(\.version), kept: [], download: 0, registry: nil, signedBy: nil, uses: uses,
                    isDryRun: dryRun)
            }
        }
    }

    private struct Target: Sendable {
        let offer: Registries.Offer
        let version: RegistryIndex.Version
        let build: RegistryIndex.Build
    }

    private func find(_ node: String, _ wanted: String?) async throws -> Target {
        let offer: Registries.Offer?
        do { offer = try await registries.offer(of: node) } catch {
            throw PlatformError.unavailable(error)
        }
        guard let offer else { throw PlatformError.unknownNode(node) }
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
        let existing = try await storage.read {
            try Table(PackageRecord.self, in: $0).find(node: node, version: version)
        }
        let fetched =
            try await existing == nil && !dryRun
            ? installer.fetch(target.offer, target.version, target.build, for: action) : nil
        return try await alter(caller, action, dryRun: dryRun, adding: fetched) { database in
            let before = try Table(NodeInstallationRecord.self, in: database)
                .all(of: caller.organization, node: node).map(\.version)
            let uses = try database.uses(of: node, in: caller.organization)
            let pinned = uses.reduce(into: Set<String>()) { $0.formUnion($1.versions) }
            let removed = before.filter { $0 != version && $0 != previous && !pinned.contains($0) }
            return MarketplaceChange(
                action: action, node: node, version: version, previous: previous ?? current, removed: removed,
                kept: before.filter { $0 != version && !removed.contains($0) },
                download: existing == nil ? target.build.size : 0, registry: target.offer.source.name,
                signedBy: target.build.signature?.key, uses: uses, isDryRun: dryRun)
        }
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
        do {
            (result, unused) = try await storage.transaction { database in
                let change = try change(database)
                if let fetched { try Table(in: database).insert(fetched.record) }
                try change.apply(in: database, for: caller.organization)
                try database.audit(caller, action.audited, change.node, change.audited)
                return (change, try Table(PackageRecord.self, in: database).removeUnused())
            }
        } catch {
            if let fetched { await installer.remove([fetched.record], for: action) }
            throw error
        }
        await installer.settings.checkpoint(.init(action, .recorded))
        // The database has the package from here on: its file stays, also when it cannot be published now.
        if let fetched {
            do { try installer.host.publish(fetched.staged) } catch { throw PlatformError.unloadable(error) }
        }
        await installer.settings.checkpoint(.init(action, .published))
        for version in result.removed {
            await installer.host.release(
                .package(node: result.node, version: version), of: caller.organization.text)
        }
        await installer.remove(unused, for: action)
        return result
    }

    private func installed(_ node: String, _ version: String) -> PlatformError {
        .installed(node: node, version: version)
    }
}

extension MarketplaceChange {
    fileprivate func apply(in database: any SQLConnection, for organization: OrganizationID) throws {
        let table = Table(NodeInstallationRecord.self, in: database)
        if let version { try table.makeCurrent(version, of: node, for: organization, at: .now) }
        for version in removed { try table.remove(version, of: node, for: organization) }
    }

    fileprivate var audited: JSONObject {
        var details: JSONObject = [:]
        details["version"] = version.map(JSONValue.string)
        details["previous"] = previous.map(JSONValue.string)
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
