import Platform
import Storage

/// A data directory is not as it should be.
struct FoundProblems: Error, CustomStringConvertible {
    let description: String

    /// - Parameter isRepairing: What could be repaired was tried.
    init(_ problems: [Finding], isRepairing: Bool) {
        let repairable = isRepairing ? 0 : problems.count { $0.repair != nil }
        let advice =
            switch repairable {
            case 0: ""
            case problems.count: " Run millrace doctor --repair with the server stopped."
            default: " millrace doctor --repair, with the server stopped, repairs \(repairable) of them."
            }
        description = "\(problems.count) \(problems.count == 1 ? "problem" : "problems") found.\(advice)"
    }
}
