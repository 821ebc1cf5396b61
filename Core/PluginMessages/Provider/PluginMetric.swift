/// A metric of a plugin. The host shows it as `millrace_PLUGIN_NAME`, with `_total` after the name of a counter.
public struct PluginMetric: Codable, Sendable {
    public enum Kind: String, Codable, Sendable {
        /// Goes up and down.
        case gauge
        /// Only goes up, from 0 at the start of the plugin.
        case counter
    }

    public struct Sample: Codable, Sendable {
        public let labels: [String: String]
        public let value: Double

        public init(_ value: Double, labels: [String: String] = [:]) {
            self.labels = labels
            self.value = value
        }
    }

    /// `^[a-z][a-z0-9_]*$`, with the unit as Prometheus' naming has it: `queue_messages`, `commit_seconds`.
    public let name: String
    public let kind: Kind
    /// One sentence.
    public let help: String
    /// One for each set of labels; the host shows a limited number of them.
    public let samples: [Sample]

    public init(_ name: String, _ kind: Kind, help: String, samples: [Sample]) {
        self.name = name
        self.kind = kind
        self.help = help
        self.samples = samples
    }

    public init(_ name: String, _ kind: Kind, help: String, _ value: Double) {
        self.init(name, kind, help: help, samples: [Sample(value)])
    }
}
