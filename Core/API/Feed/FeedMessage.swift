import JSON
import Platform

/// The `data` of an event of a project.
struct FeedMessage {
    let content: FeedEvent.Content

    static let shape = Shape<FeedMessage>(
        .any(of: [Run.summaryShape.schema, FeedChange.shape.schema, missed.schema]).named("ProjectEvent")
    ) { message in
        switch message.content {
        case .run(let run): try Run.summaryShape.json(run)
        case .changed(let change): try FeedChange.shape.json(change)
        case .missed: try missed.json(())
        }
    }

    private static let missed = Shape<Void>("MissedEvents") {}
}

extension FeedChange {
    fileprivate static let shape = Shape<FeedChange>("ChangedPath") {
        Member("path", .text.example("/api/workflows"), \.path, "The path of the request, or of what changed.")
        Member(
            "requestId", .text, nullable: \.requestID,
            "The `X-Request-Id` of the request; `null` for a change by the server itself.")
    }
}

extension FeedEvent.Content {
    /// The name of the event.
    var name: String {
        switch self {
        case .run: "run"
        case .changed: "changed"
        case .missed: "missed"
        }
    }
}
