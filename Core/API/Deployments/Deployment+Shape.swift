import JSON
import Platform
import PluginMessages

extension Deployment {
    static let shape = Shape<Deployment>("Deployment") {
        Member("id", .id, \.id, "Identifies the deployment; its runs name it.")
        Member("workflowId", .id, \.workflow, "The workflow that was deployed.")
        Member("versionId", .id, nullable: \.version, "Null if the version was deleted.")
        Member(
            "version", .whole(1...Int.max), nullable: \.versionNumber,
            "The number of the version; null like `versionId`.")
        Member("connectionId", .id, nullable: \.connection, "Null if the connection was deleted.")
        Member(
            "status", .choice.example("active"), \.status,
            "`active` receives new runs; a `superseded` one only finishes its own.")
        Member(
            "serviceName", .text.example("order-notification"), nullable: \.serviceName,
            "The name of the service at the provider; `null` until the deploy has chosen one.")
        Member(
            "url", .text.example("https://order-notification.example.com"), nullable: \.url,
            "Where the service accepts HTTP requests.")
        Member(
            "notes", .list(of: .text).example(["Version 2 replaces version 1."]), \.notes,
            "The version that was replaced, unused settings and remarks of the provider.")
        Member(
            "error", failure.example(.null), nullable: \.error,
            "Why the deploy failed; `null` unless its status is `failed`.")
        Member("createdAt", .time, \.createdAt, "When the deploy began.")
        Member("updatedAt", .time, \.updatedAt, "When its status last changed.")
    }

    private static let failure = Shape<PluginFailure> {
        Member("code", .text, \.code, "The stable code of the error.")
        Member("message", .text, \.message, "What is wrong and what to do next.")
    }
}

extension DeployPreview {
    static let shape = Shape<DeployPreview>("DeployPreview") {
        Member(
            "serviceName", .text.example("order-notification"), \.serviceName,
            "The name that the service would have at the provider.")
        Member(
            "changes", .list(of: .text).example(["upload the Worker"]), \.changes,
            "Changes in order; empty if a deploy would change nothing.")
        Member("details", .anything.example([:]), \.details, "Details from the provider.")
        Member("notes", .list(of: .text), { $0.notes ?? [] }, "Remarks of the provider.")
    }
}
