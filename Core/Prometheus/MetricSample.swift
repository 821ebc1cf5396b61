/// A metric that is measured when it is asked for.
package struct MetricSample: Sendable {
    let name: String
    let help: String
    let kind: SampleKind
    let values: [(labels: [(String, String)], value: Double)]

    package init(_ name: String, _ kind: SampleKind, help: String, _ value: Double) {
        self.init(name, kind, help: help, [([], value)])
    }

    /// - Parameter values: By labels.
    package init(
        _ name: String, _ kind: SampleKind, help: String, _ values: [(labels: [(String, String)], value: Double)]
    ) {
        self.name = name
        self.help = help
        self.kind = kind
        self.values = values
    }
}
