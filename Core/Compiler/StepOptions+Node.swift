import IR
import JSON
import PluginMessages
import Values

extension StepOptions {
    /// How often a step is repeated, and after what time, when a node says only how else.
    private static let usualLimit = 5
    private static let usualDelay = 10_000

    /// What a node says in `config` wins over its `data`, and that over what its definition says.
    init(of node: WorkflowNode, definition: NodeDefinition?) {
        func field(_ key: String) -> JSONValue? { node.retriesInData ? node.filled(key) : nil }
        let limit = node.config.retryLimit ?? field("retryLimit")?.int ?? definition?.runtime?.defaultRetries
        let delay = node.config.retryDelay ?? field("retryDelay").flatMap(Self.milliseconds)
        let backoff = node.config.backoff ?? field("backoff")?.string.flatMap(Backoff.init(rawValue:))
        let saysSomething = limit != nil || delay != nil || backoff != nil
        self.init(
            retries: saysSomething
                ? Retries(limit: limit ?? Self.usualLimit, delay: delay ?? Self.usualDelay, backoff: backoff) : nil,
            timeout: node.config.timeout ?? field("timeout").flatMap(Self.milliseconds)
                ?? definition?.runtime?.defaultTimeout.flatMap { Self.milliseconds(.string($0)) })
    }

    /// Of a duration that has been checked.
    private static func milliseconds(_ value: JSONValue) -> Int? { try? DurationText.milliseconds(of: value) }
}
