import Hummingbird
import JSON
import Platform
import Storage

struct AuditController {
    let log: AuditLog

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "audit-log", "List the audit log", scope: .audit,
                notes:
                    "Lists who changed what, newest first: in the organization, or in the project of a key that is not "
                    + "organization-wide. A session needs the role admin. Records are never changed.",
                query: .page + [
                    Parameter("action", "Filter by action.", .choice(of: AuditAction.self)),
                    Parameter("userId", "Filter by the user who acted."),
                    Parameter("subjectId", "Filter by the id of the changed resource."),
                    Parameter("projectId", "Filter by the project of the action."),
                ], returns: .page(of: AuditEntry.shape), use: list
            )
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<AuditEntry> {
        let filter = AuditLog.Filter(
            action: request.query("action"), user: request.query("userId"), subject: request.query("subjectId"),
            project: request.query("projectId"))
        return try await log.list(context.caller, request.page, filter)
    }
}

extension AuditEntry {
    static let shape = Shape<AuditEntry>("AuditRecord") {
        Member(
            "id", .id, \.record.id, "Identifies the record; records sort by it in the order in which they were written."
        )
        Member(
            "action", .choice(of: AuditAction.self), \.record.action, "The action: the kind of resource and the verb.")
        Member("subjectId", .text, \.record.subject, "The id of the changed resource.")
        Member(
            "subjectName", .text.example("Order approval"), nullable: \.subjectName,
            "The name of the changed resource, of the workflow of a version, deployment or run; `null` if it is not known."
        )
        Member(
            "userId", .id, nullable: \.record.user,
            "The user who acted; `null` for actions of an operator on the server's command line.")
        Member(
            "userName", .text.example("Ada Lovelace"), nullable: \.user?.name,
            "The user's name; `null` without a user, and for a user who no longer exists.")
        Member(
            "userEmail", .text.example("ada@example.com"), nullable: \.user?.email,
            "The user's email address; `null` like `userName`.")
        Member(
            "apiKeyId", .id, nullable: \.record.key, "The API key of the request; `null` for a request in a session.")
        Member(
            "apiKeyName", .text.example("Continuous integration"), nullable: \.key?.name,
            "The name of the API key; `null` without a key, and for a key that no longer exists.")
        Member(
            "projectId", .id, nullable: \.record.project,
            "The project of the action; `null` if it concerns the organization.")
        Member(
            "details", .json(.map()), { try JSONValue(parsing: $0.record.details) },
            "Details of the changed resource, such as its id and name; the members depend on `action`.")
        Member(
            "address", .text, nullable: \.record.address,
            "The client address of the request; `null` for actions without a request, and for records of earlier "
                + "versions."
        )
        Member("createdAt", .time, \.record.createdAt, "When the action happened.")
    }
}
