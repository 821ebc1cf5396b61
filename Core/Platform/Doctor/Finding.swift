import JSON

/// What a check of a data directory found.
package struct Finding: Codable, Sendable, Hashable {
    package enum State: String, Codable, Sendable {
        case ok
        /// It will be put right by itself, or needs attention later.
        case notice
        case problem
        /// It was a problem.
        case repaired
    }

    /// What was checked: `providers` or another part of the installation, `permissions`, `database`, `keys`, `packages`, `deployments`, or a plugin's code.
    package let check: String
    package let state: State
    package let message: String
    /// What a repair would do; `nil` where nothing can be repaired.
    package let repair: String?

    package init(_ check: String, _ state: State, _ message: String, repair: String? = nil) {
        self.check = check
        self.state = state
        self.message = message
        self.repair = repair
    }

    /// For people.
    package var line: String {
        let end = repair.map { state == .repaired ? " Repaired: \($0)." : " --repair: \($0)." } ?? ""
        return "\(state.rawValue)  \(check): \(message)\(end)"
    }

    /// For programs.
    package func json() throws -> String { try JSONValue(encoding: self).text }
}
