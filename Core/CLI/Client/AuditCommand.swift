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
        Column("SUBJECT", "subjectName"), Column("API KEY", "apiKeyId"), Column("SUBJECT ID", "subjectId"),
    ]

    var query: RESTClient.Query { ["action": action, "subjectId": subject] }

    func path(_ api: RESTClient) -> String { "/api/audit-log" }

    /// Users and keys that no longer exist keep their ids.
    func shown(_ items: [JSONValue], _ api: RESTClient) -> [JSONValue] {
        items.map { item in
            guard var object = item.object else { return item }
            for (id, name) in [("userId", "userEmail"), ("apiKeyId", "apiKeyName")] {
                if let text = object[name]?.string { object[id] = .string(text) }
            }
            return .object(object)
        }
    }
}
