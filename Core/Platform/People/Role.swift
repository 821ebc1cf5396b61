/// What a person may do in an organization. Everyone may work with its projects.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case member
    /// Besides: people and keys.
    case admin
    /// Besides: owners.
    case owner

    /// Whether this role has all that the other one has.
    func includes(_ other: Role) -> Bool { rank >= other.rank }

    private var rank: Int {
        switch self {
        case .member: 0
        case .admin: 1
        case .owner: 2
        }
    }
}
