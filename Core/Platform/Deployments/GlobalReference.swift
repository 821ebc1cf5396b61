/// A reference of a workflow's variable to one that its project or organization has.
package struct GlobalReference: Sendable, Hashable {
    /// The workflow's variable.
    package let variable: String
    /// The one that is referred to.
    package let name: String
}
