import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Values

/// Puts the lists of runs and deployments right: providers own the states of their runs, and the lists are copies.
///
/// For each connection whose provider reports states it takes over what has changed since it last asked, and asks about
/// the runs that are not known to have ended. One that the provider does not have never began, or is lost. A provider whose
/// deployments are on the disks of several servers is asked on each of them that can be reached.
struct RunReconciler: Sendable {
    /// Of a page, and so of a transaction.
    private static let pageSize = 500
    /// Pages of unended runs in one round of the background; the next round goes on behind them.
    private static let pagesInARound = 4
    /// A run that began later may be known here before its provider has it: longer than `trigger` may last.
    private static let settling = Duration.seconds(120)

    let storage: any StorageDriver
    let contributions: any Contributions
    let secrets: SecretBox
    let runs: Runs
    let left: LeftDeployments
    let logger: Logger

    init(
        storage: any StorageDriver, contributions: any Contributions, secrets: SecretBox, runs: Runs, logger: Logger
    ) {
        self.storage = storage
        self.contributions = contributions
        self.secrets = secrets
        self.runs = runs
        self.logger = logger
        left = LeftDeployments(
            storage: storage, contributions: contributions, secrets: secrets, runs: runs, logger: logger)
    }

    /// A provider that a connection is to.
    struct Site: Sendable {
        struct Key: Hashable {
            let connection: ConnectionID
            let server: String?
        }

        let connection: ConnectionRecord
        let provider: Provider
        /// The one on which it is asked; `nil` where that does not matter.
        let server: DeploymentServer?
        let isElsewhere: Bool

        var key: Key { Key(connection: connection.id, server: server?.id) }
    }

    /// All connections, to the end: what a stop of the server has cost.
    func reconcileAll() async { await reconcile(before: { _ in .now }) { _ in true } }

    /// The same of one server: what its absence has cost.
    /// - Parameter server: The id of another one.
    func reconcile(server: String) async {
        await reconcile(before: settled) { $0.server?.id == server }
    }

    /// A provider that does not have a run from before has lost it, or never got it. On the disk of a server it has what was
    /// started at once; of others some may be triggered at this moment.
    private func settled(_ site: Site) -> Timestamp {
        site.provider.definition.isOnServer == true ? runs.starts.earliest : .now - Self.settling
    }

    private func reconcile(before time: (Site) -> Timestamp, where isMeant: (Site) -> Bool) async {
        for site in await sites() where isMeant(site) {
            await attempt(site) {
                try await followChanges(site)
                let before = time(site)
                var place: Cursor?
                repeat {
                    place = try await check(site, before: before, after: place)
                } while place != nil
                try await checkDeployments(site)
            }
        }
    }

    /// Now and then, until the task is cancelled.
    func run(every interval: Duration) async {
        var places: [Site.Key: Cursor] = [:]
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            for site in await sites() { places[site.key] = await round(site, from: places[site.key]) }
        }
    }

    private func round(_ site: Site, from start: Cursor?) async -> Cursor? {
        var place = start
        await attempt(site) {
            try await followChanges(site)
            let before = settled(site)
            for _ in 0..<Self.pagesInARound {
                place = try await check(site, before: before, after: place)
                guard place != nil else { break }
            }
            try await checkDeployments(site)
        }
        return place
    }

    private func connections() async -> [ConnectionRecord] {
        let providers = Set(contributions.registry.providers.filter(\.reportsStates).map(\.definition.id)).sorted()
        do { return try await storage.read { try Table(ConnectionRecord.self, in: $0).all(to: providers) } } catch {
            logger.warning("Runs cannot be compared with their providers: \(error)")
            return []
        }
    }

    private func sites() async -> [Site] {
        await connections().flatMap { connection -> [Site] in
            guard let provider = contributions.provider(of: connection) else { return [] }
            guard let places = contributions.places, provider.definition.isOnServer == true else {
                return [Site(connection: connection, provider: provider, server: nil, isElsewhere: false)]
            }
            let own = Site(connection: connection, provider: provider, server: places.own, isElsewhere: false)
            return [own]
                + places.others.servers.map {
                    Site(
                        connection: connection, provider: places.provider(provider, on: $0), server: $0,
                        isElsewhere: true)
                }
        }
    }

    func isAt(_ site: Site, _ deployment: DeploymentRecord) -> Bool {
        guard let server = site.server, let places = contributions.places else { return true }
        return places.isOn(server, deployment)
    }

    private func attempt(_ site: Site, _ body: () async throws -> Void) async {
        do { try await body() } catch is CancellationError {} catch let failure as PluginFailure
            where failure.isElsewhere
        {
            // Once it is there again it makes itself known, and is asked then.
            logger.debug("The runs of the connection \(site.connection.id) cannot be compared: \(failure)")
        } catch {
            logger.warning(
                "The runs of the connection \(site.connection.id) cannot be compared with its provider: \(error)")
        }
    }

    private func followChanges(_ site: Site) async throws {
        var since = try await cursor(of: site)
        while true {
            try Task.checkCancellation()
            let page = try await ask(site, since: since)
            // After the runs themselves: a page that is read twice changes nothing the second time.
            try await save(page.next, of: site)
            guard page.hasMore, page.next != since else { return }
            since = page.next
        }
    }

    func cursor(of site: Site) async throws -> String? {
        let key = site.key
        return try await storage.read { database in
            guard let server = key.server else {
                return try Table(RunStatesRecord.self, in: database).find(key.connection)?.cursor
            }
            return try Table(ServerRunStatesRecord.self, in: database).find(key.connection, on: server)?.cursor
        }
    }

    private func save(_ cursor: String, of site: Site) async throws {
        let key = site.key
        try await storage.transaction { database in
            guard let server = key.server else {
                return try Table(RunStatesRecord.self, in: database).save(cursor, of: key.connection)
            }
            try Table(ServerRunStatesRecord.self, in: database).save(cursor, of: key.connection, on: server)
        }
    }

    /// Asks about a page of the runs that are not known to have ended.
    /// - Returns: Where the next one begins; `nil` when there is none.
    private func check(_ site: Site, before: Timestamp, after place: Cursor?) async throws -> Cursor? {
        try Task.checkCancellation()
        let id = site.connection.id
        let (page, deployments) = try await storage.read { database in
            let page = try Table(RunRecord.self, in: database).unended(
                on: id, before: before, after: place, limit: Self.pageSize)
            let ids = Set(page.map(\.deployment))
            return (page, try ids.compactMap { try Table(DeploymentRecord.self, in: database).find($0) })
        }
        guard let last = page.last else { return nil }
        let asked = try deployments.compactMap { deployment -> StatesRequest.DeploymentRuns? in
            // A deploy that has not ended has none, and a server has nothing of what another one's disk has.
            guard let reference = deployment.reference, isAt(site, deployment) else { return nil }
            return StatesRequest.DeploymentRuns(
                deploymentId: deployment.id.text, reference: try JSONValue(parsing: reference),
                instanceIds: page.filter { $0.deployment == deployment.id }.map(\.instance))
        }
        let next = page.count < Self.pageSize ? nil : Cursor(id: last.id.text, createdAt: last.createdAt)
        if !site.isElsewhere { try await left.endRuns(page, of: deployments) }
        if site.isElsewhere, asked.isEmpty { return next }
        let answer = try await ask(site, since: try await cursor(of: site), about: asked)
        let known = Set(asked.map(\.deploymentId))
        let unknown = Set(
            answer.unknown.filter { known.contains($0.deploymentId) }.flatMap { group in
                group.instanceIds.map {
                    ReportedRun.Key(deployment: DeploymentID(group.deploymentId), instance: $0)
                }
            })
        let lost = page.filter { unknown.contains(.init(deployment: $0.deployment, instance: $0.instance)) }
        try await runs.end(lost: lost)
        return next
    }

    /// Asks, and takes over what the provider reports of runs that are the connection's.
    func ask(
        _ site: Site, since: String?, about asked: [StatesRequest.DeploymentRuns] = []
    ) async throws -> RunStates {
        let time = Timestamp.now
        let (connection, provider) = (site.connection, site.provider)
        let deployments = provider.definition.needsDeployments == true ? try await active(at: site) : nil
        let answer = try await provider.states(
            since: StatesRequest(
                credentials: try connection.opened(by: secrets), since: since, limit: Self.pageSize, runs: asked,
                deployments: deployments))
        let own = try await storage.read { database in
            try Set(answer.changes.map(\.deploymentId)).filter { id in
                let deployment = try Table(DeploymentRecord.self, in: database).find(DeploymentID(id))
                return deployment.map { $0.connection == connection.id && isAt(site, $0) } ?? false
            }
        }
        try await runs.note(
            answer.changes.filter { own.contains($0.deploymentId) }.map { change in
                ReportedRun(
                    deployment: DeploymentID(change.deploymentId), state: change.state,
                    createdAt: Timestamp(provided: change.createdAt),
                    endedAt: change.endedAt.map(Timestamp.init(provided:)), askedAt: time)
            })
        return answer
    }
}
