import Hummingbird
import Platform
import PluginMessages

/// The document of a workflow that is edited and not a version yet.
struct DraftController {
    let drafts: Drafts

    private static let path = "workflows/:workflowId/draft"

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                Self.path, "Get a draft",
                notes:
                    "Returns the unsaved draft of the workflow's document. `GET /api/workflows` shows which workflows "
                    + "have one.",
                of: Draft.shape, use: drafts.get
            ).withEntityTag,
            .put(
                Self.path, "Save a draft",
                notes: """
                    Replaces the draft of the workflow, which is shared by everyone who edits it. The document is any JSON \
                    object: it is only checked when a version is created from it. Send the `ETag` of the draft as \
                    `If-Match`, or `If-None-Match: *` for the first one: if someone else has saved the draft in the \
                    meantime, the response is 412 with the current draft in `current`, and its `ETag`. `POST \
                    …/versions` with the document of the draft removes the draft.
                    """,
                limit: .draft, body: SaveDraft.self, returns: .ok(Draft.shape), use: set
            ).reportingCurrent(Draft.shape, use: get),
            .delete(
                Self.path, "Discard a draft", notes: "Also succeeds without a draft.", limit: .draft, use: remove
            ).reportingCurrent(Draft.shape, use: get),
        ]
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Draft {
        try await drafts.get(context.caller, of: context.workflow)
    }

    @Sendable private func set(
        _ body: SaveDraft, _ request: Request, _ context: APIContext
    ) async throws -> Draft {
        try await drafts.set(
            context.caller, of: context.workflow,
            to: NewDraft(document: body.document, base: body.baseVersionId.map(VersionID.init)))
    }

    @Sendable private func remove(_ request: Request, _ context: APIContext) async throws {
        try await drafts.remove(context.caller, of: context.workflow)
    }
}
