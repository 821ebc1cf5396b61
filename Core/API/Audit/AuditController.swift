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
                ], returns: .page(of: AuditRecord.shape), use: list
            )
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<AuditRecord> {
        let filter = AuditLog.Filter(
            action: request.query("action"), user: request.query("userId"), subject: request.query("subjectId"),
            project: request.query("projectId"))
        return try await log.list(context.caller, request.page, filter)
    }
}

extension AuditRecord {
    static let shape = Shape<AuditRecord>("AuditRecord") {
        Member("id", .id, \.id, "Identifies the record; records sort by it in the order in which they were written.")
        Member("action", .choice(of: AuditAction.self), \.action, "The action: the kind of resource and the verb.")
        Member("subjectId", .text, \.subject, "The id of the changed resource.")
        Member(
            "userId", .id, nullable: \.user,
            "The user who acted; `null` for actions of an operator on the server's command line.")
        Member("apiKeyId", .id, nullable: \.key, "The API key of the request; `null` for a request in a session.")
        Member(
            "projectId", .id, nullable: \.project,
            "The project of the action; `null` if it concerns the organization.")
        Member(
            "details", .json(.map()), { try JSONValue(parsing: $0.details) },
            "Details of the changed resource, such as its id and name; the members depend on `action`.")
        Member(
            "address", .text, nullable: \.address,
            "The client address of the request; `null` for actions without a request, and for records of earlier "
                + "versions."
        )
        Member("createdAt", .time, \.createdAt, "When the action happened.")
    }
}
