import Hummingbird
import JSON
import Platform
import Storage

struct RunJobController {
    let jobs: RunJobs
    let feed: ProjectFeed
    let access: OpenAccess

    private static let notes =
        "The job is executed in the background, in small batches, separately for each connection, and continues after "
        + "a restart of the server. Follow it with `GET /api/runs/jobs/:jobId` or its events."

    private static let errors: [ErrorSpec] = [
        .invalid("The filter has no member, or a status that the action does not apply to."),
        .conflict("The project has \(RunJobs.mostRunning) running jobs."),
    ]

    var endpoints: [Endpoint<APIContext>] {
        [
            .post(
                "runs/jobs", .deploy, "Start a run job",
                notes: "Pauses, resumes, terminates or restarts all runs that match a filter. \(Self.notes)",
                body: StartRunJob.self, returns: .accepted(RunJob.shape), errors: Self.errors, use: start),
            .post(
                "runs/purge", .write, "Purge runs",
                notes: "Deletes all runs that have ended and match a filter. \(Self.notes)", body: PurgeRuns.self,
                returns: .accepted(RunJob.shape), errors: Self.errors, use: purge),
            .list(
                "runs/jobs", "List run jobs", notes: "Lists the jobs of the project, newest first.", of: RunJob.shape,
                use: jobs.list),
            .get(
                "runs/jobs/:jobId", "Get a run job",
                notes:
                    "Returns the current state of the job.", returns: .ok(RunJob.shape),
                use: get),
            .get(
                "runs/jobs/:jobId/events", "Follow a run job",
                notes:
                    "Sends the current state of the job and then `progress` on every progress update, and `result` at "
                    + "its end. "
                    + FeedController.bounds,
                returns: .jobEvents("The job's progress."), use: follow),
            .post(
                "runs/jobs/:jobId/cancel", .deploy, "Cancel a run job",
                notes:
                    "Completed actions are not undone; requests to providers that are in progress may still take "
                    + "effect.",
                returns: .ok(RunJob.shape), errors: [.conflict("The job has ended.")], use: cancel),
        ]
    }

    @Sendable private func start(
        _ body: StartRunJob, _ request: Request, _ context: APIContext
    ) async throws -> RunJob {
        try await jobs.start(context.caller, body.action, body.filter.rows, at: .root.appending("filter"))
    }

    @Sendable private func purge(_ body: PurgeRuns, _ request: Request, _ context: APIContext) async throws -> RunJob {
        try await jobs.start(context.caller, .delete, body.filter.rows, at: .root)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> RunJob {
        try await jobs.get(context.caller, context.id("jobId"))
    }

    @Sendable private func follow(_ request: Request, _ context: APIContext) async throws -> RunJobStream {
        let jobs = try await jobs.follow(context.caller, context.id("jobId"))
        let place = try feed.follow(context.caller, after: nil)
        return RunJobStream(
            jobs: jobs, access: StreamAccess(access: access, caller: context.caller, place: place))
    }

    @Sendable private func cancel(_ request: Request, _ context: APIContext) async throws -> RunJob {
        try await jobs.cancel(context.caller, context.id("jobId"))
    }
}
