/// The code of one node version for one target.
public struct NodeTemplate: Codable, Sendable, Hashable {
    /// The node's id and version.
    public let node: String
    public let version: String
    /// What the code runs on; a provider says which targets it accepts.
    public let target: String
    /// A TypeScript module whose default export is `async function (env, params, call)`: `params` is the node's
    /// `data` with its expressions evaluated, `call` is `{instanceId, stepName, idempotencyKey, attempt}`. An error it throws with
    /// `retryable === false` ends the step, any other is retried as the node's configuration says, and, where it can be, not
    /// before the seconds of its `retryAfter`. It may import from `@millrace/node`, which a compiler brings.
    public let source: String

    public init(node: String, version: String, target: String, source: String) {
        self.node = node
        self.version = version
        self.target = target
        self.source = source
    }
}
