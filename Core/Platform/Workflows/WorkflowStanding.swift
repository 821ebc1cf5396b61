import PluginMessages
import Storage
import Values

/// What is known of a workflow besides its settings: what is edited, where it is deployed, when it runs.
package struct WorkflowStanding: Sendable {
    /// The newest run of a workflow.
    package struct LastRun: Sendable {
        package let id: RunID
        package let status: RunStatus
        package let createdAt: Timestamp
        package let finishedAt: Timestamp?
    }

    /// What is edited and not a version yet.
    package internal(set) var draft: DraftSummary?
    /// Where active deployments answer HTTP, those of the newest deployment first.
    package internal(set) var urls: [String] = []
    /// When a schedule of an active deployment next starts a run.
    package internal(set) var nextRunAt: Timestamp?
    package internal(set) var lastRun: LastRun?
}

extension SQLConnection {
    /// Workflows with their standing, each part read once for all of them.
    func shown(_ records: [WorkflowRecord]) throws -> [Workflow] {
        let ids = records.map(\.id)
        try prefetch { try $0.readStanding(of: ids) }
        let drafts = try drafts(of: ids)
        let deployments = try deployedSchedules(of: ids)
        let runs = try lastRuns(of: ids)
        let now = Timestamp.now
        return try records.map { record in
            var workflow = try Workflow(record)
            let deployed = deployments[record.id] ?? []
            workflow.standing = WorkflowStanding(
                draft: drafts[record.id], urls: deployed.compactMap(\.url),
                nextRunAt: deployed.compactMap { $0.schedule?.next(after: now) }.min(), lastRun: runs[record.id])
            return workflow
        }
    }

    func shown(_ record: WorkflowRecord) throws -> Workflow { try shown([record])[0] }

    /// Queries what ``shown(_:)`` reads, for `prefetch`.
    func readStanding(of workflows: [WorkflowID]) throws {
        _ = try drafts(of: workflows)
        _ = try deployedSchedules(of: workflows)
        _ = try lastRuns(of: workflows)
    }

    /// Of active deployments, those of each workflow newest first.
    private func deployedSchedules(
        of workflows: [WorkflowID]
    ) throws -> [WorkflowID: [(url: String?, schedule: CronExpression?)]] {
        let (condition, arguments) = RowFilter.column("deployments.workflow_id", in: workflows).added(
            to: "deployments.status = 'active'", [])
        let rows = try query(
            """
            SELECT deployments.workflow_id AS workflow, deployments.url AS url, versions.schedule AS schedule
            FROM deployments LEFT JOIN versions ON versions.id = deployments.version_id
            WHERE \(condition) ORDER BY deployments.created_at DESC, deployments.id DESC
            """, arguments)
        return try rows.reduce(into: [:]) { deployed, row in
            let schedule: String? = try row["schedule"]
            // It was checked when the version was compiled.
            let url: String? = try row["url"]
            try deployed[row["workflow"], default: []].append((url, schedule.flatMap { try? CronExpression($0) }))
        }
    }

    private func lastRuns(of workflows: [WorkflowID]) throws -> [WorkflowID: WorkflowStanding.LastRun] {
        let (condition, arguments) = RowFilter.column("id", in: workflows).added(to: "1 = 1", [])
        // One search of the index for each workflow, whatever the number of its runs.
        let records = try Table(RunRecord.self, in: self).listed(
            """
            id IN (SELECT (SELECT runs.id FROM runs WHERE runs.workflow_id = workflows.id AND runs.is_test = 0
                ORDER BY runs.created_at DESC, runs.id DESC LIMIT 1) FROM workflows WHERE \(condition))
            """, arguments)
        return Dictionary(
            records.map {
                (
                    $0.workflow,
                    WorkflowStanding.LastRun(
                        id: $0.id, status: $0.state, createdAt: $0.createdAt, finishedAt: $0.finishedAt)
                )
            }, uniquingKeysWith: { $1 })
    }
}
