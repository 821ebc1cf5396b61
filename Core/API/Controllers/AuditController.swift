import Hummingbird
import JSON
import Platform
import Storage

struct AuditController {
    let log: AuditLog

    var endpoints: [Endpoint] { [.get("audit-log", use: list)] }

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
