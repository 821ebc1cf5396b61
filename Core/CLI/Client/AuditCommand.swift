import ArgumentParser
import JSON

/// `millrace audit`
struct AuditCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Shows the audit log, with a person's session (millrace login --email) or a key that has the scope audit.")

    static let authentication = ClientAuthentication.sessionOrKey

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Filter by action, such as workflow.create.")
    var action: String?

    @Option(help: "Filter by the id of the changed resource.")
    var subject: String?

    static let columns = [
        Column("TIME", "createdAt"), Column("ACTION", "action"), Column("USER", "userId"),
        Column("SUBJECT", "subjectId"),
        Column("API KEY", "apiKeyId"),
    ]

    var query: RESTClient.Query { ["action": action, "subjectId": subject] }

    func path(_ api: RESTClient) -> String { "/api/audit-log" }

    /// Members and keys that no longer exist keep their ids, as all do for a key, which cannot read them.
    func shown(_ items: [JSONValue], _ api: RESTClient) async throws -> [JSONValue] {
        let items = try await api.named(items, "userId", .member)
        return try await api.named(items, "apiKeyId", .key)
    }
}
