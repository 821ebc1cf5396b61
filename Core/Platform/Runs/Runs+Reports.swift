import JSON
import PluginHost
import PluginMessages
import Storage
import Values

extension Runs {
    /// Takes over what a provider tells by itself about runs of deployments, in one transaction. A run that was not started
    /// here, but by a request to the deployed service or its schedule, is known from then on.
    /// - Parameter reports: Those of one run in the order in which they came.
    func note(_ reports: [ReportedRun]) async throws { try await note(reports, asksAgain: true) }

    /// - Parameter asksAgain: Whether a provider is asked again about ends of runs that have been begun again since: the end
    ///   may be of either life.
    private func note(_ reports: [ReportedRun], asksAgain: Bool) async throws {
        guard !reports.isEmpty else { return }
        let time = Timestamp.now
        let settled = try await settled(owned(reports))
        for report in settled where report.reporter == nil { answers.note(report.state.status, of: report.key) }
        let noted = try await storage.transaction { [answers] in try $0.note(settled, asOf: time, answers) }
        answers.forget(noted.compared)
        for status in noted.reached { metrics.run(status) }
        publish(noted.changed)
        if !noted.doubtful.isEmpty { try await note(begunAgain(noted.doubtful)) }
        if asksAgain { try await note(noted.late, asksAgain: false) }
        for report in noted.unclear { try await note([asked(about: report)]) }
    }

    /// What the provider answers now of a run of which it told something.
    /// - Returns: What it told, taken as new, when it does not answer.
    private func asked(about report: ReportedRun) async throws -> ReportedRun {
        let time = Timestamp.now
        let deployed = try await storage.read { try $0.deployed(report.deployment) }
        let told = ReportedRun(deployment: report.deployment, state: report.state)
        guard let deployed, let provider = contributions.provider(of: deployed) else {
            return told
        }
        let request = InstanceRequest(deployment: try deployed.handle(secrets), instanceId: report.state.instanceId)
        do {
            let state = try await provider.run(request)
            return ReportedRun(deployment: report.deployment, state: state, askedAt: time)
        } catch {
            logger.warning(
                "The state of the run \(report.state.instanceId) cannot be read from its provider, the reported one is used: \(error)"
            )
            return told
        }
    }

    /// Without what plugins tell about deployments of providers that are not theirs.
    private func owned(_ reports: [ReportedRun]) async throws -> [ReportedRun] {
        let told = Set(reports.filter { $0.reporter != nil }.map(\.deployment))
        guard !told.isEmpty else { return reports }
        let deployed: [DeploymentID: Deployed] = try await storage.read { database in
            try told.reduce(into: [:]) { $0[$1] = try database.deployed($1) }
        }
        let own = contributions.places?.own.id
        return reports.filter { report in
            guard let reporter = report.reporter, let deployed = deployed[report.deployment],
                !reporter.owns(deployed, own: own)
            else { return true }
            logger.warning(
                "The plugin \"\(reporter.plugin)\" reported a run of deployment \(report.deployment), which is not its own: ignored."
            )
            return false
        }
    }

    /// Takes over what a provider answered about one run.
    /// - Parameter run: As it was read before the provider was asked. What has changed since is newer than the answer.
    /// - Returns: The run as it is kept now; `nil` when it was deleted meanwhile.
    func adopt(_ state: RunState, by run: RunRecord) async throws -> RunRecord? {
        guard try run.instance != state.instanceId || run.differs(from: state) else { return run }
        if run.state != state.status { answers.note(state.status, of: run.key(state.instanceId)) }
        let (record, reached): (RunRecord?, RunStatus?) = try await storage.transaction { database in
            let table = Table(RunRecord.self, in: database)
            guard let before = try table.find(run.id, of: run.workflow) else { return (nil, nil) }
            var current = before
            if current.instance != state.instanceId {
                // The provider chose the instance's id and may have told of it before it answered.
                if let told = try table.find(instance: state.instanceId, of: current.deployment) {
                    try table.delete(told.id)
                    try current.adopt(Run(told).reported)
                }
                current.instance = state.instanceId
            }
            let isSame = current.status == run.status && before.updatedAt == run.updatedAt
            if isSame || state.status.isTerminal {
                try current.adopt(FailureNames(database: database, project: run.project).named(state))
            }
            try table.update(current, from: before)
            try database.notifyWebhooks(current, before: before)
            return (current, current.state == before.state ? nil : current.state)
        }
        if let reached, !run.isTest { metrics.run(reached) }
        if let record { publish([record]) }
        return record
    }
}

/// What has come of reports.
private struct NotedReports: Sendable {
    /// The statuses that runs have come to.
    var reached: [RunStatus] = []
    var changed: [RunRecord] = []
    /// Those that may be of deleted runs.
    var doubtful: [ReportedRun] = []
    /// Ends of runs that have been begun again.
    var late: [ReportedRun] = []
    /// Those that may be older than what their providers have answered.
    var unclear: [ReportedRun] = []
    /// Runs whose answers are behind what was told.
    var compared: [ReportedRun.Key] = []
}

extension RunRecord {
    fileprivate func key(_ instance: String) -> ReportedRun.Key {
        ReportedRun.Key(deployment: deployment, instance: instance)
    }
}

extension SQLConnection {
    /// - Parameter time: When the providers may have been asked, at the earliest, about reports that do not say it.
    /// - Parameter answers: Of the providers.
    fileprivate func note(_ reports: [ReportedRun], asOf time: Timestamp, _ answers: RunAnswers) throws -> NotedReports
    {
        let runs = Table(RunRecord.self, in: self)
        var noted = NotedReports()
        var audience = WebhookAudience()
        for (key, all) in reports.byRun {
            let before = try runs.find(instance: key.instance, of: key.deployment)
            var reports = all
            if let before, all.contains(where: { $0.reporter != nil }) {
                switch answers.rest(of: all, key: key, over: before.state) {
                case .newer(let rest):
                    reports = rest
                    noted.compared.append(key)
                case .unclear(let report):
                    noted.unclear.append(report)
                    continue
                }
                guard !reports.isEmpty else { continue }
            }
            if before == nil, let deleted = try Table(DeletedRunRecord.self, in: self).find(key) {
                let createdAt = reports.lazy.compactMap(\.createdAt).first
                if createdAt == nil, !deleted.isKept, let last = reports.last { noted.doubtful.append(last) }
                guard let createdAt, createdAt > deleted.deletedAt else { continue }
                try Table(DeletedRunRecord.self, in: self).delete(instance: key.instance, of: key.deployment)
            }
            guard var run = try before ?? newRun(key, at: reports.first?.createdAt) else { continue }
            var status = before?.state
            for report in reports {
                guard !report.isOlder(than: before, asOf: time) else {
                    if report.state.status.isTerminal { noted.late.append(report) }
                    continue
                }
                let state = try FailureNames(database: self, project: run.project).named(report.state)
                try run.adopt(state, endedAt: report.endedAt)
                if run.state != status {
                    if !run.isTest { noted.reached.append(run.state) }
                    try audience.tell(of: run, in: self)
                }
                status = run.state
            }
            if let before { try runs.update(run, from: before) } else { try runs.insert(run) }
            if before.map({ $0.updatedAt != run.updatedAt }) ?? true { noted.changed.append(run) }
        }
        return noted
    }

    /// - Returns: `nil` when the deployment was deleted since.
    private func newRun(_ key: ReportedRun.Key, at time: Timestamp?) throws -> RunRecord? {
        guard let deployment = try Table(DeploymentRecord.self, in: self).find(key.deployment) else { return nil }
        let id = try Table(RunRecord.self, in: self).free(key.instance)
        return RunRecord(of: deployment, id: id, instance: key.instance, at: time)
    }
}

extension ReportedRun {
    /// The end of a run is too old only when the run was begun again since.
    fileprivate func isOlder(than run: RunRecord?, asOf time: Timestamp) -> Bool {
        guard let run else { return false }
        guard !state.status.isTerminal else { return run.restartedAt.map { $0 >= askedAt ?? time } ?? false }
        return askedAt.map { run.updatedAt >= $0 } ?? false
    }
}

extension [ReportedRun] {
    /// In the order in which each run was first reported.
    fileprivate var byRun: [(ReportedRun.Key, [ReportedRun])] {
        var places: [ReportedRun.Key: Int] = [:]
        return reduce(into: []) { groups, report in
            if let place = places[report.key] {
                groups[place].1.append(report)
            } else {
                places[report.key] = groups.count
                groups.append((report.key, [report]))
            }
        }
    }
}

extension Table where Row == DeletedRunRecord {
    fileprivate func find(_ key: ReportedRun.Key) throws -> DeletedRunRecord? {
        try find(instance: key.instance, of: key.deployment)
    }
}

extension Table where Row == RunRecord {
    /// The id of a run that was not started here: its instance's, so that whoever started it knows it already, where
    /// that is a UUID that no other run has.
    fileprivate func free(_ instance: String) throws -> RunID? {
        guard TextFormat.isUUID(instance) else { return nil }
        return try isTaken(RunID(instance)) ? nil : RunID(instance)
    }
}

extension Run {
    fileprivate var reported: RunState { RunState(instanceId: instance, status: status, output: output, error: error) }
}
