/// What an expression may begin with besides nodes and the variables around it.
package enum ReservedRoot: String, CaseIterable, Sendable {
    case event, trigger, env

    package static let names = Set(allCases.map(\.rawValue))

    /// What an expression that begins with it reads.
    var meaning: String {
        switch self {
        case .event: "the run's event"
        case .trigger: "the run's payload"
        case .env: "the environment"
        }
    }
}
