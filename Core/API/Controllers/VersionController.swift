import Hummingbird
import JSON
import Platform
import PluginMessages

struct VersionController {
    let versions: Versions

    var endpoints: [Endpoint] {
        [
            .get("workflows/:workflowId/versions", use: list),
            .post("workflows/:workflowId/versions", .write, use: post),
            .get("workflows/:workflowId/versions/:versionId", use: get),
        ]
    }

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Response {
        .page(try await versions.list(context.caller, of: context.workflow, request.page)) { .object($0.members) }
    }

    private struct Post: Decodable { let ir: JSONValue }

    /// 201 for a new version, 200 when the document is the last version's.
    @Sendable private func post(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Post.self, context)
        let (version, isNew) = try await versions.post(context.caller, to: context.workflow, ir: body.ir)
        return .json(version.json, status: isNew ? .created : .ok)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Response {
        .json(try await versions.get(context.caller, of: context.workflow, context.id("versionId")).json)
    }
}

extension Version {
    fileprivate var members: JSONObject {
        [
            "id": JSONValue(id), "workflowId": JSONValue(workflow), "version": .int(number), "target": .string(target),
            "locked": .bool(isLocked), "createdAt": JSONValue(createdAt),
        ]
    }
}

extension VersionDetails {
    fileprivate var json: JSONValue {
        var members = version.members
        members["ir"] = ir
        members["generatedCode"] = .string(artifact.source)
        members["fileName"] = .string(artifact.fileName)
        let code = artifact.json
        for name in ["bindings", "requiredEnvironment", "dependencies", "warnings"] { members[name] = code[name] }
        return .object(members)
    }
}
