import JSON
import Logging
import Marketplace
import PluginHost
import PluginMessages
import Storage

/// Brings packages to this server's disk and into its plugin host, and takes them away.
struct PackageInstaller: Sendable {
    let host: PluginHost
    let store: PackageStore
    let storage: any StorageDriver
    let settings: MarketplaceSettings

    /// A package that is on the disk and loaded, and contributes nothing yet.
    struct Fetched: Sendable {
        let record: PackageRecord
        let staged: StagedPlugin
        /// For other servers of the database; `nil` where there are none.
        let shared: PackageFile?
    }

    /// Downloads a package, checks it and makes it ready. Nothing is left of one that is refused.
    func fetch(
        _ offer: Registries.Offer, _ version: RegistryIndex.Version, _ build: RegistryIndex.Build,
        for action: MarketplaceChange.Action
    ) async throws(PlatformError) -> Fetched {
        let node = offer.node.id
        let bytes: [UInt8]
        do { bytes = try await offer.source.package(build) } catch {
            let shown = offer.source.shown(error)
            throw error.isAbsence ? .unavailable(shown) : .refused(shown)
        }
        await settings.checkpoint(.init(action, .downloaded))
        let place: PackageStore.Place
        let manifest: CheckedManifest
        do {
            try settings.check.check(bytes, node: node, version: version, build: build, offer.rules)
            let file = try store.write(bytes)
            await settings.checkpoint(.init(action, .written))
            do throws(PlatformError) {
                manifest = try await check(file, node: node, version)
            } catch {
                store.discard(file)
                throw error
            }
            await settings.checkpoint(.init(action, .checked))
            place = try store.keep(file, node: node, version: version.version, sha256: build.sha256)
        } catch let error as RegistryError {
            throw .refused(offer.source.shown(error))
        } catch let error as PlatformError {
            throw error
        } catch {
            throw .refused(.store(build.path, "\(error)"))
        }
        await settings.checkpoint(.init(action, .kept))
        let record = PackageRecord(
            node: node, version: version.version, path: place.path, size: build.size, sha256: build.sha256,
            keyID: build.signature?.key, registry: offer.source.name,
            contents: (try? JSONValue(encoding: PackageContents(of: manifest.manifest)))?.text, createdAt: .now)
        do {
            let staged = try await host.stage(record.candidate(in: store), manifest)
            await settings.checkpoint(.init(action, .staged))
            return Fetched(
                record: record, staged: staged, shared: storage.isShared ? PackageFile(record, bytes) : nil)
        } catch {
            store.remove(place)
            throw .unloadable(error)
        }
    }

    /// Holds a package that another organization has against what this one is offered: it must be that, and still be trusted.
    func check(
        _ package: PackageRecord, _ offer: Registries.Offer, _ version: RegistryIndex.Version,
        _ build: RegistryIndex.Build
    ) throws(PlatformError) {
        let origin = PluginOrigin.package(node: package.node, version: package.version)
        do throws(RegistryError) {
            let bytes = try store.bytes(of: .init(path: package.path))
            try settings.check.check(bytes, node: package.node, version: version, build: build, offer.rules)
            if let plugin = host.plugins.first(where: { $0.origin == origin }) {
                try version.check(plugin.manifest, of: package.node)
            }
        } catch { throw .refused(offer.source.shown(error)) }
    }

    /// Looks at a library in a process of its own: it must be what the registry says and nothing else.
    private func check(
        _ file: String, node: String, _ version: RegistryIndex.Version
    ) async throws(PlatformError) -> CheckedManifest {
        let checked: CheckedManifest
        do { checked = try await host.inspect(file) } catch { throw .unloadable(error) }
        do { try version.check(checked.manifest, of: node) } catch { throw .refused(error) }
        return checked
    }

    /// Takes packages away that no organization has any more; their rows are gone already.
    func remove(_ packages: [PackageRecord], for action: MarketplaceChange.Action) async {
        for package in packages {
            await host.remove(.package(node: package.node, version: package.version))
            await settings.checkpoint(.init(action, .withdrawn))
            store.remove(.init(path: package.path))
            await settings.checkpoint(.init(action, .removed))
        }
    }

    /// Loads what is installed, and removes what an interrupted change has left. A package that is damaged is
    /// refused with its reason, and the server starts.
    func start() async throws {
        let (packages, switches, installed) = try await storage.transaction { database in
            _ = try Table(PackageRecord.self, in: database).removeUnused()
            return (
                try Table(PackageRecord.self, in: database).all(),
                try Table(PluginSwitchRecord.self, in: database).all(),
                try Table(NodeInstallationRecord.self, in: database).all()
            )
        }
        for (organization, packages) in Dictionary(grouping: installed, by: \.organization) {
            await host.install(Set(packages.map(InstalledPackage.init)), of: organization.text)
        }
        store.sweep(keeping: Set(packages.map { PackageStore.Place(path: $0.path) }))
        for turned in switches { host.turnOff(turned.plugin, because: turned.reason) }
        if storage.isShared { await SharedPackages(storage: storage, store: store).exchange(packages) }
        var candidates: [PluginCandidate] = []
        var refusals: [PluginRefusal] = []
        for package in packages {
            if store.holds(.init(path: package.path), size: package.size, sha256: package.sha256) {
                candidates.append(package.candidate(in: store))
            } else {
                let refusal = PluginRefusal(
                    path: store.path(.init(path: package.path)), code: .packageDamaged,
                    reason: "The file is missing or not what was installed: uninstall \"\(package.node)\" with "
                        + "\"force\": true and install it again.")
                host.refuse(refusal)
                refusals.append(refusal)
            }
        }
        refusals += await host.load(candidates)
        let reasons = Dictionary(refusals.map { ($0.path, $0.reason) }, uniquingKeysWith: { first, _ in first })
        host.note(
            unloadable: packages.compactMap { package in
                reasons[store.path(.init(path: package.path))].map { package.unloadable(because: $0) }
            })
        try await noteContents(of: packages)
    }

    /// Of packages that were installed before the database kept it.
    private func noteContents(of packages: [PackageRecord]) async throws {
        let loaded = Dictionary(
            host.plugins.map { ($0.origin, PackageContents(of: $0.manifest)) }, uniquingKeysWith: { first, _ in first })
        let noted = try packages.filter { $0.contents == nil }.compactMap { package -> PackageRecord? in
            guard let contents = loaded[.package(node: package.node, version: package.version)] else { return nil }
            var package = package
            package.contents = try JSONValue(encoding: contents).text
            return package
        }
        guard !noted.isEmpty else { return }
        try await storage.transaction { database in
            for package in noted { try Table(PackageRecord.self, in: database).note(package) }
        }
    }
}

extension PackageRecord {
    /// What it would contribute, by its names: whoever asks for it is told the reason.
    fileprivate func unloadable(because reason: String) -> DisabledPlugin {
        let contents = contents(as: node)
        return DisabledPlugin(
            manifest: Manifest(
                id: node, name: node, version: version,
                nodes: contents.nodes.map {
                    NodeDefinition(
                        id: $0.id, name: $0.id, version: $0.version, description: "", category: "", configSchema: [],
                        providers: [])
                },
                providers: contents.providers.map {
                    ProviderDefinition(id: $0, name: $0, description: "", capabilities: [])
                },
                resources: contents.endpoints.compactMap { endpoint in
                    ResourceEndpoint.Method(rawValue: endpoint.method).map {
                        ResourceEndpoint(endpoint.path, $0, endpoint.path, summary: "", provider: endpoint.provider)
                    }
                }),
            origin: .package(node: node, version: version), reason: reason, cause: .unloadable)
    }

    /// Packages are third parties' work.
    fileprivate func candidate(in store: PackageStore) -> PluginCandidate {
        PluginCandidate(
            path: store.path(.init(path: path)), origin: .package(node: node, version: version), isolation: .process)
    }
}
