import Hummingbird
import JSON
import Platform
import Storage

struct AuditController {
    let log: AuditLog

    var endpoints: [Endpoint] {
        [
            .get(
                "audit-log", "List the audit log",
                query: .page + [
                    Parameter("action", "Only what was done so.", .choice(of: AuditAction.self)),
                    Parameter("userId", "Only what this person did."),
                    Parameter("subjectId", "Only what was done to this."),
                ], gives: .page(of: .auditRecord), use: list
            ).inSession(.admin)
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        let filter = AuditLog.Filter(
            action: request.query("action"), user: request.query("userId"), subject: request.query("subjectId"))
        return try .page(try await log.list(context.caller, request.page, filter)) { try $0.json }
    }
}

extension AuditRecord {
    fileprivate var json: JSONValue {
        get throws {
            [
                "id": JSONValue(id), "action": .string(action), "subjectId": .string(subject),
                "userId": JSONValue(user), "apiKeyId": JSONValue(key), "projectId": JSONValue(project),
                "details": try JSONValue(parsing: details), "createdAt": JSONValue(createdAt),
            ]
        }
    }
}
