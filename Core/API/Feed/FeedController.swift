import Hummingbird
import Platform
import PluginMessages
import Storage

/// Streams of what happens: in a project, to its runs, and in one run.
struct FeedController {
    let feed: ProjectFeed
    let projects: Projects
    let runs: Runs
    let access: OpenAccess

    private static let notes =
        "Reconnect with `Last-Event-ID`, as browsers do automatically, and the events in between are sent. If some are "
        + "no longer available, the first event is `missed`: reload your data. \(bounds)"

    /// Of every stream without an end of its own.
    static let bounds =
        "A stream ends after ten minutes and when the server stops: connect again. It ends within seconds once its key is "
        + "revoked or rotated or its session has ended. A person can have at most \(ProjectFeed.mostStreams) streams open, which keys and "
        + "sessions share: beyond that a new one ends the oldest of the key or session that has the most, where that has "
        + "more."

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "projects/:projectId/events", "Follow a project",
                notes:
                    "Sends `run` when a run begins or its state changes, and `changed` with the path of each request that "
                    + "changed something in the project, and of what the server changed by itself. \(Self.notes)",
                returns: .feed, use: followProject),
            .get(
                "runs/stream", "Follow runs",
                notes: "Sends `run` when a run of the project begins or its state changes. \(Self.notes)",
                query: [.workflow], returns: .feed, use: followRuns),
            .get(
                "workflows/:workflowId/runs/:runId/stream", "Follow a run",
                notes:
                    "Sends `step` for each step of the run, without output, then `run`, and each of them again when it has "
                    + "changed. The stream ends with the `run` that has ended. \(Self.notes)",
                returns: .run, errors: .plugin, use: followRun),
        ]
    }

    @Sendable private func followProject(_ request: Request, _ context: APIContext) async throws -> FeedStream {
        let caller = try await projects.enter(context.caller, context.id("projectId"))
        return FeedStream(
            feed: feed, events: try feed.follow(caller, after: request.lastEventID), access: access(of: caller)
        ) { content in
            if case .run(let run) = content { !run.isTest } else { true }
        }
    }

    @Sendable private func followRuns(_ request: Request, _ context: APIContext) async throws -> FeedStream {
        let workflow = try request.single("workflowId")
        return FeedStream(
            feed: feed, events: try feed.follow(context.caller, after: request.lastEventID),
            access: access(of: context.caller)
        ) { content in
            switch content {
            case .run(let run): !run.isTest && (workflow == nil || run.workflow.text == workflow)
            case .changed: false
            case .missed: true
            }
        }
    }

    @Sendable private func followRun(_ request: Request, _ context: APIContext) async throws -> RunStream {
        let follower = try await runs.follower(context.caller, of: context.workflow, context.id("runId"))
        return RunStream(
            follower: follower, place: request.lastEventID.flatMap(RunPosition.init(text:)),
            access: access(of: context.caller))
    }

    private func access(of caller: Caller) -> StreamAccess { StreamAccess(access: access, caller: caller) }
}
