import PluginMessages

/// A node's `config`; durations in milliseconds.
package struct NodeConfig: Sendable {
    package var retryLimit: Int?
    package var retryDelay: Int?
    package var backoff: StepOptions.Backoff?
    package var timeout: Int?
}
