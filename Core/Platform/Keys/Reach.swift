/// How far a caller reaches.
package enum Reach: Sendable, Hashable {
    /// The caller's project, and the projects that its key has made as far as changing and deleting them goes.
    case project
    /// Every project of the organization.
    case organization
}
