import Hummingbird
import JSON
import Platform
import Storage

struct AuditController {
    let log: AuditLog

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "audit-log", "List the audit log",
                query: .page + [
                    Parameter("action", "Filter by action.", .choice(of: AuditAction.self)),
                    Parameter("userId", "Filter by the user who acted."),
                    Parameter("subjectId", "Filter by the id of the changed resource."),
                ], returns: .page(of: AuditRecord.shape), use: list
            ).inSession(.admin)
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<AuditRecord> {
        let filter = AuditLog.Filter(
            action: request.query("action"), user: request.query("userId"), subject: request.query("subjectId"))
        return try await log.list(context.caller, request.page, filter)
    }
}

extension AuditRecord {
    static let shape = Shape<AuditRecord>("AuditRecord") {
        Member("id", .id, \.id)
        Member("action", .choice(of: AuditAction.self), \.action)
        Member("subjectId", .text, \.subject, "The id of the changed resource.")
        Member("userId", .id, nullable: \.user)
        Member("apiKeyId", .id, nullable: \.key)
        Member("projectId", .id, nullable: \.project)
        Member("details", .json(.map()), { try JSONValue(parsing: $0.details) })
        Member("createdAt", .time, \.createdAt)
    }
}
