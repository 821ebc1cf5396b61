import ArgumentParser

/// `millrace audit`
struct AuditCommand: ListCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract:
            "Shows the audit log, with a person's session (millrace login --email) or a key that has the scope audit.")

    static let authentication = ClientAuthentication.sessionOrKey

    @OptionGroup var client: ClientOptions

    @OptionGroup var page: PageOptions

    @Option(help: "Only lines of an action, such as workflow.create.")
    var action: String?

    @Option(help: "Only lines about the resource with this id.")
    var subject: String?

    static let columns = [
        Column("TIME", "createdAt"), Column("ACTION", "action"), Column("USER", "userId"),
        Column("SUBJECT", "subjectId"),
        Column("API KEY", "apiKeyId"),
    ]

    var query: RESTClient.Query { ["action": action, "subjectId": subject] }

    func path(_ api: RESTClient) -> String { "/api/audit-log" }
}
