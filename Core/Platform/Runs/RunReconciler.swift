import JSON
import Logging
import PluginHost
import PluginMessages
import Storage
import Values

/// Puts the lists of runs and deployments right: providers own the states of their runs, and the lists are copies.
///
/// For each connection whose provider reports states it takes over what has changed since it last asked, and asks about
/// the runs that are not known to have ended. One that the provider does not have never began, or is lost.
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
    /// `nil` where there is only one.
    let server: DeploymentServer?
    let logger: Logger

    /// All connections, to the end: what a stop of the server has cost.
    func reconcileAll() async {
        let before = Timestamp.now
        for connection in await connections() {
            await attempt(connection) { provider in
                try await followChanges(connection, provider)
                var place: Cursor?
                repeat {
                    place = try await check(connection, provider, before: before, after: place)
                } while place != nil
                try await checkDeployments(connection, provider)
            }
        }
    }

    /// Now and then, until the task is cancelled.
    func run(every interval: Duration) async {
        var places: [ConnectionID: Cursor] = [:]
        while !Task.isCancelled {
            do { try await Task.sleep(for: interval) } catch { return }
            for connection in await connections() {
                places[connection.id] = await round(connection, from: places[connection.id])
            }
        }
    }

    private func round(_ connection: ConnectionRecord, from start: Cursor?) async -> Cursor? {
        let before = Timestamp.now - Self.settling
        var place = start
        await attempt(connection) { provider in
            try await followChanges(connection, provider)
            for _ in 0..<Self.pagesInARound {
                place = try await check(connection, provider, before: before, after: place)
                guard place != nil else { break }
            }
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

    private func attempt(_ connection: ConnectionRecord, _ body: (Provider) async throws -> Void) async {
        guard let provider = contributions.provider(of: connection) else { return }
        do { try await body(provider) } catch is CancellationError {} catch {
            logger.warning("The runs of the connection \(connection.id) cannot be compared with its provider: \(error)")
        }
    }

    private func followChanges(_ connection: ConnectionRecord, _ provider: Provider) async throws {
        var since = try await storage.read { try Table(RunStatesRecord.self, in: $0).find(connection.id)?.cursor }
        while true {
            try Task.checkCancellation()
            let page = try await ask(connection, provider, since: since)
            // After the runs themselves: a page that is read twice changes nothing the second time.
            try await storage.transaction { try Table(RunStatesRecord.self, in: $0).save(page.next, of: connection.id) }
            guard page.hasMore, page.next != since else { return }
            since = page.next
        }
    }

    /// Asks about a page of the runs that are not known to have ended.
    /// - Returns: Where the next one begins; `nil` when there is none.
    private func check(
        _ connection: ConnectionRecord, _ provider: Provider, before: Timestamp, after place: Cursor?
    ) async throws -> Cursor? {
        try Task.checkCancellation()
        let (page, deployments) = try await storage.read { database in
            let page = try Table(RunRecord.self, in: database).unended(
                on: connection.id, before: before, after: place, limit: Self.pageSize)
            let ids = Set(page.map(\.deployment))
            return (page, try ids.compactMap { try Table(DeploymentRecord.self, in: database).find($0) })
        }
        guard let last = page.last else { return nil }
        let asked = try deployments.compactMap { deployment -> StatesRequest.DeploymentRuns? in
            // A deploy that has not ended has none, and this server has nothing of what another one's disk has.
            guard let reference = deployment.reference, !deployment.isAway else { return nil }
            return StatesRequest.DeploymentRuns(
                deploymentId: deployment.id.text, reference: try JSONValue(parsing: reference),
                instanceIds: page.filter { $0.deployment == deployment.id }.map(\.instance))
        }
        let since = try await storage.read { try Table(RunStatesRecord.self, in: $0).find(connection.id)?.cursor }
        let answer = try await ask(connection, provider, since: since, about: asked)
        let unknown = Set(
            answer.unknown.flatMap { group in
                group.instanceIds.map {
                    ReportedRun.Key(deployment: DeploymentID(group.deploymentId), instance: $0)
                }
            })
        let lost = page.filter { unknown.contains(.init(deployment: $0.deployment, instance: $0.instance)) }
        try await runs.end(lost: lost)
        return page.count < Self.pageSize ? nil : Cursor(id: last.id.text, createdAt: last.createdAt)
    }

    /// Asks, and takes over what the provider reports of runs that are the connection's.
    private func ask(
        _ connection: ConnectionRecord, _ provider: Provider, since: String?,
        about asked: [StatesRequest.DeploymentRuns] = []
    ) async throws -> RunStates {
        let time = Timestamp.now
        let deployments = provider.definition.needsDeployments == true ? try await active(on: connection) : nil
        let answer = try await provider.states(
            since: StatesRequest(
                credentials: try connection.opened(by: secrets), since: since, limit: Self.pageSize, runs: asked,
                deployments: deployments))
        let own = try await storage.read { database in
            try Set(answer.changes.map(\.deploymentId)).filter { id in
                try Table(DeploymentRecord.self, in: database).find(DeploymentID(id))?.connection == connection.id
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

    private func active(on connection: ConnectionRecord) async throws -> [StatesRequest.ActiveDeployment] {
        let records = try await storage.read { try Table(DeploymentRecord.self, in: $0).inUse(on: connection.id) }
        return try records.filter { $0.status == Deployment.Status.active.rawValue && !$0.isAway }.compactMap {
            deployment in
            try deployment.reference.map {
                StatesRequest.ActiveDeployment(
                    deploymentId: deployment.id.text, reference: try JSONValue(parsing: $0))
            }
        }.sorted { $0.deploymentId < $1.deploymentId }
    }

    /// What is listed as deployed and is not at the provider was removed: the server ended before it knew. Where
    /// deployments answer may have changed with the provider's settings.
    private func checkDeployments(_ connection: ConnectionRecord, _ provider: Provider) async throws {
        let since = try await storage.read { try Table(RunStatesRecord.self, in: $0).find(connection.id)?.cursor }
        let answer = try await ask(connection, provider, since: since)
        guard let there = answer.deployments else { return }
        let ids = Set(there)
        try await storage.transaction { database in
            let table = Table(DeploymentRecord.self, in: database)
            for deployment in try table.inUse(on: connection.id)
            where deployment.status == Deployment.Status.active.rawValue && !deployment.isAway {
                guard ids.contains(deployment.id.text) else {
                    try database.remove(deployment)
                    logger.warning(
                        "Deployment \(deployment.id) no longer exists at its provider: it is listed as removed.")
                    continue
                }
                var current = deployment
                current.url = answer.urls?[deployment.id.text] ?? deployment.url
                if current.url != deployment.url { try table.update(current, from: deployment) }
            }
        }
        try await takeDownLeft(there, connection, provider)
    }

    /// What another server has replaced while it led is not to be served here any more.
    private func takeDownLeft(_ there: [String], _ connection: ConnectionRecord, _ provider: Provider) async throws {
        guard let server else { return }
        let left = try await storage.read {
            try Table(DeploymentRecord.self, in: $0).left(on: server.id, there).filter {
                $0.connection == connection.id
            }
        }
        for deployment in left {
            do {
                try await provider.takedown(deployment.handle(try connection.opened(by: secrets)))
                logger.notice("Deployment \(deployment.id), which another server has replaced, was taken down.")
            } catch let failure as PluginFailure {
                logger.warning("Deployment \(deployment.id) was replaced and cannot be taken down: \(failure)")
            }
        }
    }
}
