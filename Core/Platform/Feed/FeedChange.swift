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
