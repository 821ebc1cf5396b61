/// What starts an instance.
struct Origin: Sendable {
    /// How many runs started one another to start it.
    var depth = 0
    /// The number of the instance that starts it.
    var parent: Int?
}
