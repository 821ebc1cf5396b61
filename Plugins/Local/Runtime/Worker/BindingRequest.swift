import JSON

/// A call of a member of `env`.
struct BindingRequest: Sendable, Equatable {
    /// What its code runs for.
    enum Cause: Sendable, Equatable {
        case run(Int)
        case invocation(Int)
    }

    let call: Int
    /// `nil` for code of the module that runs when it is loaded.
    var cause: Cause?
    let binding: String
    let method: String
    /// The arguments.
    let value: JSONValue
    /// A stream's number.
    let body: Int?
    /// Of the arguments' text.
    var bytes = 0
}
