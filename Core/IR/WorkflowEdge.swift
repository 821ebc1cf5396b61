/// An edge whose ends exist.
struct WorkflowEdge: Sendable {
    let target: Int
    let label: String?
    /// Where the edge is in the document.
    let index: Int

    var place: Place { Place.edges.element(index) }
}
