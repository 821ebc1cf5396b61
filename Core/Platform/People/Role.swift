import JSON
import Values

/// What a person may do in an organization. Everyone may work with its projects.
package enum Role: String, Sendable, Hashable, CaseIterable {
    case member
    /// Besides: people and keys.
    case admin
    /// Besides: owners.
    case owner

    /// - Throws: ``PlatformError/invalid(_:)`` for another name.
    package init(named name: String) throws(PlatformError) {
        guard let role = Role(rawValue: name) else {
            var problems = Problems()
            let known = Self.allCases.map(\.rawValue).joined(separator: ", ")
            problems.add("value", "must be one of \(known)", at: .root.appending("role"))
            throw .invalid(problems.diagnostics)
        }
        self = role
    }

    /// What whoever gives somebody this role must have.
    var giver: Role { self == .owner ? .owner : .admin }

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
