import Hummingbird
import JSON
import Platform
import PluginMessages

struct VersionController {
    let versions: Versions

    var endpoints: [Endpoint] {
        [
            .get(
                "workflows/:workflowId/versions", "List versions", query: .page, gives: .page(of: .versionSummary),
                use: list),
            .post(
                "workflows/:workflowId/versions", .write, "Create a version",
                notes: "The document is checked and compiled.", takes: .newVersion, gives: .created(.version),
                .ok(.version, "The document is the last version's, which is given back."),
                failures: .plugin + [
                    .invalid("The document has problems, which `details` lists; pointers are into the document.")
                ], use: post),
            .get("workflows/:workflowId/versions/:versionId", "Get a version", gives: .ok(.version), use: get),
            .get(
                "workflows/:workflowId/versions/:versionId/diff/:otherVersionId", "Compare versions",
                notes: "What differs from the first version of the path to the second.", gives: .ok(.versionDiff),
                use: diff),
            .patch(
                "workflows/:workflowId/versions/:versionId", "Lock or unlock a version",
                notes: "A locked version is neither deployed nor deleted.", takes: .versionChange,
                gives: .ok(.version), use: update),
            .post(
                "workflows/:workflowId/versions/:versionId/revert", .write, "Revert to a version",
                notes: "Makes a new version of its document.", gives: .created(.version),
                .ok(.version, "The document is the last version's, which is given back."),
                failures: .plugin + [.invalid("The document has problems by now: a node of it is gone.")],
                use: revert),
            .delete(
                "workflows/:workflowId/versions/:versionId", "Delete a version",
                failures: [.conflict("The version is active, deployed or locked.")], use: delete),
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

    /// From the first version of the path to the second.
    @Sendable private func diff(_ request: Request, _ context: APIContext) async throws -> Response {
        let diff = try await versions.diff(
            context.caller, of: context.workflow, from: context.id("versionId"), to: context.id("otherVersionId"))
        return .json(diff.json)
    }

    private struct Update: Decodable { let locked: Bool }

    @Sendable private func update(_ request: Request, _ context: APIContext) async throws -> Response {
        let body = try await request.body(Update.self, context)
        return .json(
            try await versions.setLocked(context.caller, of: context.workflow, context.id("versionId"), body.locked)
                .json)
    }

    /// 201 for a new version, 200 when the document is the last version's.
    @Sendable private func revert(_ request: Request, _ context: APIContext) async throws -> Response {
        let (version, isNew) = try await versions.revert(
            context.caller, of: context.workflow, to: context.id("versionId"))
        return .json(version.json, status: isNew ? .created : .ok)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws -> Response {
        try await versions.delete(context.caller, of: context.workflow, context.id("versionId"))
        return Response(status: .noContent)
    }
}

extension Version {
    var members: JSONObject {
        [
            "id": JSONValue(id), "workflowId": JSONValue(workflow), "version": .int(number), "target": .string(target),
            "locked": .bool(isLocked), "createdAt": JSONValue(createdAt),
        ]
    }
}

extension VersionDiff {
    fileprivate var json: JSONValue {
        ["nodes": nodes.json, "edges": edges.json, "document": .array(document.map(JSONValue.string))]
    }
}

extension VersionDiff.Part {
    fileprivate var json: JSONValue {
        [
            "added": .array(added.map(JSONValue.string)), "removed": .array(removed.map(JSONValue.string)),
            "changed": .array(
                changed.map { ["id": .string($0.id), "members": .array($0.members.map(JSONValue.string))] }),
        ]
    }
}

extension VersionDetails {
    var json: JSONValue {
        var members = version.members
        members["ir"] = ir
        for (name, value) in artifact.members { members[name] = value }
        return .object(members)
    }
}

extension Artifact {
    /// As a version shows it.
    var members: JSONObject {
        var members: JSONObject = ["generatedCode": .string(source), "fileName": .string(fileName)]
        let code = json
        for name in ["bindings", "requiredEnvironment", "dependencies", "warnings"] { members[name] = code[name] }
        return members
    }
}
