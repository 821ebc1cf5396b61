import FoundationEssentials
import PluginABI
import PluginHost

/// The registries of a server, in the order of their priority: a node belongs to the first one that has it, so that
/// no later one can offer its own library under the same name.
package actor Registries {
    /// A node, and the registry that offers it.
    package struct Offer: Sendable {
        package let node: RegistryIndex.Node
        package let source: RegistrySource
        package let rules: PublisherRules
    }

    private struct Known {
        let source: RegistrySource
        var index: RegistryIndex?
        /// Whether a trusted key has signed the index.
        var isVouchedFor = false
        var tag: String?
        var fetchedAt: ContinuousClock.Instant?
        var fetchedOn: Date?
        var error: RegistryError?
    }

    private var known: [Known]
    private let check: PackageCheck?
    private var memory: RegistryMemory
    private let freshness: Duration

    /// - Parameters:
    ///   - check: Whose signatures of indexes are taken; `nil` takes every index.
    ///   - memory: The file that remembers what was seen of registries; `nil`: as long as the process lives.
    ///   - keepsMemory: Whether the file is this process's to write.
    ///   - freshness: So long an index is used without asking whether there is another one.
    package init(
        _ sources: [RegistrySource], check: PackageCheck? = nil, memory: String? = nil, keepsMemory: Bool = true,
        freshness: Duration = .seconds(30)
    ) {
        known = sources.map { Known(source: $0) }
        self.check = check
        self.memory = RegistryMemory(file: memory, isKept: keepsMemory)
        self.freshness = freshness
    }

    /// Ends downloads, and refuses others: the server stops.
    package func stop() { for registry in known { registry.source.stop() } }

    package var statuses: [RegistryStatus] {
        known.map {
            RegistryStatus(
                name: RegistrySource.shown($0.source.name), fetchedAt: $0.fetchedOn,
                error: $0.error.map($0.source.shown))
        }
    }

    /// Everything that is offered, by node; from what is known when a registry does not answer.
    package func offers() async -> [Offer] {
        await refresh(now: false)
        var seen: Set<String> = []
        return known.flatMap { registry -> [Offer] in
            guard let index = registry.index else { return [] }
            let rules = PublisherRules(
                index, isVouchedFor: registry.isVouchedFor, ownKey: registry.source.ownKey)
            return index.all.filter { seen.insert($0.id).inserted }
                .map { Offer(node: $0, source: registry.source, rules: rules) }
        }.sorted { $0.node.id < $1.node.id }
    }

    /// The node as its registry has it at this moment.
    /// - Throws: ``RegistryError/unreachable(_:_:)`` when a registry that comes before the one with the node, or it,
    ///   does not answer: the node might be there.
    package func offer(of id: String) async throws(RegistryError) -> Offer? {
        await refresh(now: true)
        for registry in known {
            if let error = registry.error { throw registry.source.shown(error) }
            if let index = registry.index, let node = index.all.first(where: { $0.id == id }) {
                let rules = PublisherRules(
                    index, isVouchedFor: registry.isVouchedFor, ownKey: registry.source.ownKey)
                return Offer(node: node, source: registry.source, rules: rules)
            }
        }
        return nil
    }

    private func refresh(now: Bool) async {
        let stale = known.indices.filter { index in
            guard !now, let fetchedAt = known[index].fetchedAt else { return true }
            return fetchedAt.duration(to: .now) > freshness
        }
        let refreshes = await withTaskGroup(of: Refresh.self) { group in
            for index in stale {
                let (source, tag) = (known[index].source, known[index].index == nil ? nil : known[index].tag)
                group.addTask { await Self.refresh(at: source, knowing: tag, index) }
            }
            var refreshes: [Refresh] = []
            for await refresh in group { refreshes.append(refresh) }
            return refreshes
        }
        for refresh in refreshes { apply(refresh) }
    }

    /// What a look at a registry has given.
    private struct Refresh: Sendable {
        enum Found: Sendable {
            case index(FetchedIndex)
            /// The index that is known.
            case same
            case failure(RegistryError)
        }

        let registry: Int
        let found: Found
    }

    private static func refresh(at source: RegistrySource, knowing tag: String?, _ registry: Int) async -> Refresh {
        do {
            guard let new = try await source.index(otherThan: tag) else {
                return Refresh(registry: registry, found: .same)
            }
            return Refresh(registry: registry, found: .index(new))
        } catch {
            return Refresh(registry: registry, found: .failure(error))
        }
    }

    private func apply(_ refresh: Refresh) {
        switch refresh.found {
        case .failure(let error):
            known[refresh.registry].error = error
            return
        case .same:
            // It may have expired meanwhile.
            guard let index = known[refresh.registry].index, check?.isExpired(index, at: Date()) != true else {
                known[refresh.registry].error = .indexExpired(
                    known[refresh.registry].source.name, known[refresh.registry].index?.expires ?? "")
                return
            }
        case .index(let fetched):
            let name = known[refresh.registry].source.name
            do throws(RegistryError) {
                if let key = known[refresh.registry].source.ownKey {
                    try PackageCheck.checkBundled(fetched, of: name, key)
                    known[refresh.registry].isVouchedFor = true
                } else {
                    let last = try memory.last(of: name)
                    let seen = try check?.check(fetched, of: name, after: last, now: Date())
                    if let seen { try memory.remember(seen, of: name) }
                    known[refresh.registry].isVouchedFor = seen != nil
                }
            } catch {
                known[refresh.registry].error = error
                return
            }
            known[refresh.registry].index = fetched.index
            known[refresh.registry].tag = fetched.tag
        }
        known[refresh.registry].fetchedAt = .now
        known[refresh.registry].fetchedOn = Date()
        known[refresh.registry].error = nil
    }
}

extension RegistryIndex.Version {
    /// The library that this program can load.
    package var fittingBuild: RegistryIndex.Build? {
        guard abi == Int(MILLRACE_PLUGIN_ABI_VERSION) else { return nil }
        return builds.first { $0.platform == RegistryBuilder.platform }
    }
}

extension RegistryIndex.Node {
    /// The newest version that fits, is not withdrawn and not deprecated, or else the newest that fits; versions that are not
    /// released yet come after all that are.
    package var latest: RegistryIndex.Version? {
        let fitting = versions.filter { $0.fittingBuild != nil && $0.yanked == nil }
        let released = fitting.filter { !$0.version.contains("-") }
        let candidates = released.isEmpty ? fitting : released
        return candidates.first { $0.deprecated != true } ?? candidates.first
    }
}
