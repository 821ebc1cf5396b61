import JSON
import Platform
import PluginMessages

extension Deployment {
    static let shape = Shape<Deployment>("Deployment") {
        Member("id", .id, \.id)
        Member("workflowId", .id, \.workflow)
        Member("versionId", .id, nullable: \.version, "Null if the version was deleted.")
        Member("connectionId", .id, nullable: \.connection, "Null if the connection was deleted.")
        Member("status", .choice.example("active"), \.status)
        Member("serviceName", .text.example("order-notification"), nullable: \.serviceName)
        Member(
            "url", .text.example("https://order-notification.example.com"), nullable: \.url,
            "Where the service accepts HTTP requests.")
        Member(
            "notes", .list(of: .text).example(["Version 2 replaces version 1."]), \.notes,
            "The version that was replaced, unused settings and remarks of the provider.")
        Member("error", failure.example(.null), nullable: \.error)
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
    }

    private static let failure = Shape<PluginFailure> {
        Member("code", .text, \.code)
        Member("message", .text, \.message)
    }
}

extension DeployPreview {
    static let shape = Shape<DeployPreview>("DeployPreview") {
        Member("serviceName", .text.example("order-notification"), \.serviceName)
        Member(
            "changes", .list(of: .text).example(["upload the Worker"]), \.changes,
            "Changes in order; empty if a deploy would change nothing.")
        Member("details", .anything.example([:]), \.details, "Details from the provider.")
        Member("notes", .list(of: .text), { $0.notes ?? [] }, "Remarks of the provider.")
    }
}
