/// A text that is one expression of JavaScript's, decided from its tokens.
///
/// It knows what people write into a field: literals, members, calls, operators, templates and functions. What
/// changes a variable (`=`, `++`, `delete`), declares a class, or is TypeScript is none; ``init(typeScript:)`` accepts
/// types too.
public struct JavaScriptExpression: Sendable {
    /// What the expression is, seen from outside.
    public enum Shape: Sendable { case object, array, call, member, other }

    public let shape: Shape
    /// The names that it reads and does not bind, in the order of first use.
    public let freeNames: [String]

    /// - Returns: `nil` if the source is not an expression.
    public init?(_ source: JavaScriptSource) {
        guard var reader = ExpressionReader(source), let shape = reader.read() else { return nil }
        self.shape = shape
        freeNames = reader.freeNames
    }
}
