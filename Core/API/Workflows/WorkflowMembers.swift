/// Members of a workflow and of its documents that are sent with another request than theirs.
enum WorkflowMembers {
    /// The member at its place, as "did you mean" goes on.
    /// - Returns: `nil` for a name that neither a workflow nor a document has.
    static func place(of member: String) -> String? {
        switch member {
        case "envVars", "triggerCode", "dependencies", "deployConfig":
            "the workflow's \(member) (PATCH /api/workflows/:workflowId)"
        case "ir": "the ir of a version (POST /api/workflows/:workflowId/versions)"
        case "metadata", "nodes", "edges", "entryNodeId", "trigger":
            "the document's \(member) (POST /api/workflows/:workflowId/versions)"
        default: nil
        }
    }
}
