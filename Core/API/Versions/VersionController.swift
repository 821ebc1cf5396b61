import Hummingbird
import Platform
import Storage

struct VersionController {
    let versions: Versions

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                "workflows/:workflowId/versions", "List versions",
                notes: "Lists the versions of the workflow, newest first, without their documents.", query: .page,
                returns: .page(of: Version.shape),
                use: list),
            .post(
                "workflows/:workflowId/versions", .write, "Create a version",
                notes: "Validates and compiles the document. A draft that equals it is removed.",
                body: CreateVersion.self, returns: Self.created,
                errors: .plugin + [.invalid(Self.invalid)], use: create),
            .get(
                "workflows/:workflowId/versions/:versionId", "Get a version",
                notes: "Returns the document of the version, the code generated from it and the compiler's warnings.",
                returns: .ok(VersionDetails.shape),
                use: get),
            .get(
                "workflows/:workflowId/versions/:versionId/diff/:otherVersionId", "Compare versions",
                notes: "Returns the changes from the first version in the path to the second.",
                returns: .ok(VersionDiff.shape), use: diff),
            .patch(
                "workflows/:workflowId/versions/:versionId", "Lock or unlock a version",
                notes: "A locked version cannot be deployed or deleted.", body: UpdateVersion.self,
                returns: .ok(VersionDetails.shape), use: update),
            .post(
                "workflows/:workflowId/versions/:versionId/revert", .write, "Revert to a version",
                notes: "Creates a new version from its document.", returns: Self.created,
                errors: .plugin + [
                    .invalid("The document no longer compiles, for example because a node was removed.")
                ],
                use: revert),
            .delete(
                "workflows/:workflowId/versions/:versionId", "Delete a version",
                notes:
                    "Runs of the version keep their history. A locked version, or one that is deployed, cannot be "
                    + "deleted.",
                errors: [.conflict("The version is active, deployed or locked.")], use: delete),
        ]
    }

    private static let created = ResponseShape.created(
        VersionDetails.shape, orExisting: "The document equals that of the latest version, which is returned."
    ) { "/api/workflows/\($0.version.workflow)/versions/\($0.version.id)" }
    static let invalid = "The document is not valid. `details` lists the problems, with pointers into the document."

    @Sendable private func list(_ request: Request, _ context: APIContext) async throws -> Page<Version> {
        try await versions.list(context.caller, of: context.workflow, request.page)
    }

    @Sendable private func create(
        _ body: CreateVersion, _ request: Request, _ context: APIContext
    ) async throws -> (VersionDetails, isNew: Bool) {
        let (version, isNew) = try await versions.post(
            context.caller, to: context.workflow, ir: body.ir, message: body.message)
        return (version, isNew)
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> VersionDetails {
        try await versions.get(context.caller, of: context.workflow, context.id("versionId"))
    }

    @Sendable private func diff(_ request: Request, _ context: APIContext) async throws -> VersionDiff {
        try await versions.diff(
            context.caller, of: context.workflow, from: context.id("versionId"), to: context.id("otherVersionId"))
    }

    @Sendable private func update(
        _ body: UpdateVersion, _ request: Request, _ context: APIContext
    ) async throws -> VersionDetails {
        try await versions.setLocked(context.caller, of: context.workflow, context.id("versionId"), body.locked)
    }

    @Sendable private func revert(
        _ request: Request, _ context: APIContext
    ) async throws -> (VersionDetails, isNew: Bool) {
        let (version, isNew) = try await versions.revert(
            context.caller, of: context.workflow, to: context.id("versionId"))
        return (version, isNew)
    }

    @Sendable private func delete(_ request: Request, _ context: APIContext) async throws {
        try await versions.delete(context.caller, of: context.workflow, context.id("versionId"))
    }
}
