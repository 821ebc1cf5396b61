/// A resource as a request names it.
package struct ResourceName: Sendable, Hashable {
    package let kind: ResourceKind
    /// As the path has them: that of a workflow before that of its version.
    package let ids: [String]

    package init(_ kind: ResourceKind, _ ids: [String]) {
        self.kind = kind
        self.ids = ids
    }

    var id: String { ids.last ?? "" }
    /// Of what the resource is a part of.
    var owner: String { ids.first ?? "" }
}
