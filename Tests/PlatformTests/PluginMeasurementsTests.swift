import JSON
import PlatformFixtures
import PluginHost
import PluginMessages
import Testing

@testable import Platform

@Suite("What plugins measure, as /metrics shows it", .timeLimit(.minutes(10)))
struct PluginMeasurementsTests {
    /// A plugin that answers every call with the same, or fails.
    private struct Answering: PluginConnection {
        let answer: JSONValue?

        func call(
            _ method: String, _ params: JSONValue, deadline: Duration,
            event: @escaping @Sendable (String, JSONValue) -> Void
        ) async throws(PluginFailure) -> JSONValue {
            guard let answer else { throw PluginFailure(code: "plugin.timeout", message: "Nothing came.") }
            return answer
        }
    }

    private func families(
        _ plugins: [(id: String, capabilities: [ProviderCapability], answer: JSONValue?)]
    ) async -> [PluginMeasurements.Family] {
        let host = FakeContributions.host(executable: nil)
        for plugin in plugins {
            let manifest = Manifest(
                id: plugin.id, name: plugin.id, version: "1.0.0",
                providers: [
                    ProviderDefinition(
                        id: plugin.id, name: plugin.id, description: "", capabilities: plugin.capabilities)
                ])
            host.attach(
                LoadedPlugin(path: plugin.id, manifest: manifest, connection: Answering(answer: plugin.answer)))
        }
        await host.start()
        defer { Task { await host.shutdown() } }
        return await PluginMeasurements(plugins: host).families()
    }

    private func answer(_ metrics: [PluginMetric]) throws -> JSONValue { try JSONValue(encoding: metrics) }

    private func omitted(_ families: [PluginMeasurements.Family], of provider: String) -> Double? {
        families.last?.samples.first { $0.labels.first?.1 == provider }?.value
    }

    @Test("Names have the provider's prefix, counters end in _total, and labels are kept")
    func names() async throws {
        let metrics = [
            PluginMetric("depth", .gauge, help: "Deep.", samples: [.init(3, labels: ["queue": "a \"b\""]), .init(4)]),
            PluginMetric("sent", .counter, help: "Sent.", 7), PluginMetric("got_total", .counter, help: "Got.", 8),
        ]
        let families = await families([("my-one", [.metrics], try answer(metrics))])
        #expect(
            families.map(\.name) == [
                "millrace_my_one_depth", "millrace_my_one_sent_total", "millrace_my_one_got_total",
                "millrace_provider_samples_omitted",
            ])
        #expect(families[0].samples[0].labels.map(\.1) == ["a \"b\""] && families[0].samples[1].value == 4)
        #expect(omitted(families, of: "my-one") == 0)
    }

    @Test("However many samples, metrics and labels there are, and whatever they are named, it is bounded")
    func bounds() async throws {
        let many = (0..<5_000).map { PluginMetric.Sample(1, labels: ["id": "\($0)"]) }
        let metrics =
            [
                PluginMetric("many", .gauge, help: "", samples: many),
                PluginMetric("Bad name{}", .gauge, help: "", 1), PluginMetric("", .gauge, help: "", 1),
                PluginMetric("twice", .gauge, help: "", samples: [.init(1), .init(2)]),
                PluginMetric("label", .gauge, help: "", samples: [.init(1, labels: ["a\"} 1\n": "x"])]),
                PluginMetric(
                    "long", .gauge, help: "", samples: [.init(1, labels: ["a": String(repeating: "x", count: 9_999)])]),
            ] + (0..<500).map { PluginMetric("m\($0)", .gauge, help: "", 1) }
        let families = await families([("one", [.metrics], try answer(metrics))])
        #expect(families.count <= 101)
        #expect(families.allSatisfy { $0.samples.count <= 200 })
        #expect(families.allSatisfy { $0.samples.allSatisfy { $0.labels.allSatisfy { $0.1.count <= 100 } } })
        #expect(families.first { $0.name.hasSuffix("_twice") }?.samples.count == 1)
        #expect(omitted(families, of: "one") ?? 0 > 5_000)
    }

    @Test("A plugin that measures nothing, or does not respond, does not keep others from it")
    func others() async throws {
        let families = await families([
            ("old", [.deploy], nil), ("stuck", [.metrics], nil), ("odd", [.metrics], "text"),
            ("well", [.metrics], try answer([PluginMetric("up", .gauge, help: "Up.", 1)])),
        ])
        #expect(families.map(\.name) == ["millrace_well_up", "millrace_provider_samples_omitted"])
        #expect(Set(families[1].samples.compactMap { $0.labels.first?.1 }) == ["odd", "stuck", "well"])
    }
}
