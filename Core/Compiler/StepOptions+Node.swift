import IR
import JSON
import PluginMessages

extension StepOptions {
    /// What a node says in `config` wins over its `data`, and that over what its definition says.
    init(of node: WorkflowNode, definition: NodeDefinition?) {
        let usesData = node.builtIn != nil
        let data: JSONValue = usesData ? .object(node.data) : [:]
        let limit = node.config.retryLimit ?? data["retryLimit"]?.int ?? definition?.runtime?.defaultRetries
        let delay = node.config.retryDelay ?? data["retryDelay"] ?? "10 seconds"
        let backoff = node.config.backoff ?? data["backoff"]?.string.flatMap(Backoff.init(rawValue:))
        self.init(
            retries: limit.map { Retries(limit: $0, delay: delay, backoff: backoff) },
            timeout: node.config.timeout ?? data["timeout"] ?? definition?.runtime?.defaultTimeout.map(JSONValue.string)
        )
    }
}
