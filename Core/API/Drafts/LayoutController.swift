import Hummingbird
import Platform
import PluginMessages

/// Where the nodes of a workflow are drawn.
struct LayoutController {
    let layouts: Layouts

    private static let path = "workflows/:workflowId/layout"

    var endpoints: [Endpoint<APIContext>] {
        [
            .get(
                Self.path, "Get a layout",
                notes:
                    "Returns the positions of the workflow's nodes in the editor. Nodes that it does not list are at "
                    + "their `position` in the document, and so are nodes that a version newer than `updatedAt` "
                    + "has moved.",
                of: Layout.shape, use: layouts.get
            ).withEntityTag,
            .put(
                Self.path, "Set a layout",
                notes: "Replaces the layout. It is independent of drafts and versions: moving a node changes neither.",
                limit: .draft, body: SetLayout.self, returns: .ok(Layout.shape), use: set
            ).reportingCurrent(Layout.shape, use: get),
        ]
    }

    @Sendable private func get(_ request: Request, _ context: APIContext) async throws -> Layout {
        try await layouts.get(context.caller, of: context.workflow)
    }

    @Sendable private func set(
        _ body: SetLayout, _ request: Request, _ context: APIContext
    ) async throws -> Layout {
        try await layouts.set(
            context.caller, of: context.workflow, to: Layout(nodes: body.nodes, viewport: body.viewport))
    }
}

extension Layout {
    static let shape = Shape<Layout>("Layout") {
        Member(
            "nodes", .map(.map(of: Schema.layoutPosition)).example(["note": ["x": 240, "y": 0]]), \.nodes,
            "Positions by the ids of nodes.")
        Member(
            "viewport", .map(.layoutViewport), nullable: \.viewport, "The visible part; `null` if it was never set.")
        Member("updatedAt", .time, nullable: \.updatedAt, "When the layout was last set; `null` before.")
    }
}

extension Schema {
    /// In the units of the documents' `position`.
    private static let coordinate = Schema(["type": "number", "minimum": -1e9, "maximum": 1e9])

    static let layoutPosition = Schema.object([
        "x": coordinate.note("From left to right."), "y": coordinate.note("From top to bottom."),
    ])

    static let layoutViewport = Schema.object([
        "x": coordinate.note("The left edge of the visible part."),
        "y": coordinate.note("The upper edge of the visible part."),
        "zoom": Schema(["type": "number", "minimum": 0.001, "maximum": 1000]).note("1 is the size of documents."),
    ]).example(["x": 0, "y": 0, "zoom": 1])
}
