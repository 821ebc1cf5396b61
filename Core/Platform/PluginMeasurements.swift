import PluginHost
import PluginMessages

/// What providers measure, as `/metrics` shows it: names, labels and how many there are of them are bounded here, whatever a
/// plugin sends.
package struct PluginMeasurements: Sendable {
    package struct Family: Sendable {
        package let name: String
        package let help: String
        package let kind: PluginMetric.Kind
        package let samples: [(labels: [(String, String)], value: Double)]
    }

    /// Metrics of a provider.
    private static let mostMetrics = 100
    /// Samples of a metric.
    private static let mostSamples = 200
    private static let mostLabels = 4
    private static let longestLabel = 100

    private let plugins: PluginHost

    init(plugins: PluginHost) { self.plugins = plugins }

    /// A provider that does not respond in time has none. The last family counts what was left out.
    package func families() async -> [Family] {
        // What packages measure is not the operator's.
        let providers = plugins.registry.limited { _, _ in false }.providers.filter(\.hasMetrics)
        guard plugins.isServing, !providers.isEmpty else { return [] }
        let measured = await withTaskGroup(of: (String, [PluginMetric]).self) { group in
            for provider in providers {
                group.addTask { (provider.definition.id, (try? await provider.metrics()) ?? []) }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var omitted: [(labels: [(String, String)], value: Double)] = []
        var families: [Family] = []
        for (id, metrics) in measured.sorted(by: { $0.0 < $1.0 }) {
            let read = metrics.prefix(Self.mostMetrics).compactMap { Self.family($0, of: id) }
            let shown = read.reduce(0) { $0 + $1.samples.count }
            omitted.append(([("provider", id)], Double(metrics.reduce(0) { $0 + $1.samples.count } - shown)))
            families += read
        }
        return families + [
            Family(
                name: "millrace_provider_samples_omitted",
                help: "Samples of a provider that are omitted: too many, or not valid.", kind: .gauge,
                samples: omitted)
        ]
    }

    private static func family(_ metric: PluginMetric, of provider: String) -> Family? {
        guard isName(metric.name) else { return nil }
        let suffix = metric.kind == .counter && !metric.name.hasSuffix("_total") ? "_total" : ""
        var seen: Set<[String: String]> = []
        let samples = metric.samples.filter { sample in
            sample.value.isFinite && sample.labels.count <= mostLabels && sample.labels.keys.allSatisfy(isName)
                && seen.insert(sample.labels).inserted
        }
        return Family(
            name: "millrace_\(provider.replacing("-", with: "_"))_\(metric.name)\(suffix)", help: metric.help,
            kind: metric.kind,
            samples: samples.prefix(mostSamples).map { sample in
                let labels = sample.labels.sorted { $0.key < $1.key }
                return (labels.map { ($0.key, String($0.value.prefix(longestLabel))) }, sample.value)
            })
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            text.utf8.count <= 60
        else { return false }
        return text.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || byte == UInt8(ascii: "_")
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        }
    }
}
