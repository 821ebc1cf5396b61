/// An identifier of any entity.
protocol EntityIdentifier: Sendable {
    var text: String { get }
}
