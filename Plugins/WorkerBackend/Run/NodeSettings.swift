import PluginMessages

/// Fields of a node that are known only when the run reaches it.
struct NodeSettings {
    private let values: [ValueTemplate.Member]
    /// Whether the options of the node's step, or request, are a constant of the run.
    var hasOptions = false

    init(_ values: [ValueTemplate.Member] = []) { self.values = values }

    subscript(key: String) -> ValueTemplate? { values.first { $0.key == key }?.value }

    /// Whether retries or a timeout are among them.
    var hasTimes: Bool { values.contains { ["timeout", "retryLimit", "retryDelay", "backoff"].contains($0.key) } }
}
