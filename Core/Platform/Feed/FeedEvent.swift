import Storage

/// Something that happened in a project.
package struct FeedEvent: Sendable {
    package enum Content: Sendable {
        /// A run began, or its state changed.
        case run(Run)
        /// A request, or the server itself, changed what a path of the API names.
        case changed(FeedChange)
        /// Events are not known any more: what was loaded may be old.
        case missed
    }

    package let number: Int
    let project: ProjectID
    package let content: Content
}

/// A change of what the API shows.
package struct FeedChange: Sendable {
    /// Of the request that made it, or of what changed.
    package let path: String
    /// Of the request; `nil` when the server made it by itself.
    package let requestID: String?

    package init(path: String, requestID: String? = nil) {
        self.path = path
        self.requestID = requestID
    }
}

extension FeedChange {
    static let runs = FeedChange(path: "/api/runs")

    static func deployments(of workflow: WorkflowID) -> FeedChange {
        FeedChange(path: "/api/workflows/\(workflow)/deployments")
    }
}
