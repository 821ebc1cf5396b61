import Compiler
import IR
import JSON
import PluginMessages
import TestSupport
import Testing
import Values
import WorkerBackend

@Suite("Durations and cron expressions of documents", .timeLimit(.minutes(30)))
struct SpellingTests {
    /// A document with a duration in one of the places that have one.
    private static let places: [@Sendable (JSONValue) -> TestDocument] = [
        { TestDocument(entry: "a").node("a", "sleep", ["duration": $0]) },
        { TestDocument(entry: "a").node("a", "wait_for_event", ["eventType": "go", "timeout": $0]) },
        { TestDocument(entry: "a").node("a", "step", ["code": "", "timeout": $0]) },
        { TestDocument(entry: "a").node("a", "step", ["code": "", "retryDelay": $0]) },
        { TestDocument(entry: "a").node("a", "step", ["code": ""], config: ["timeout": $0]) },
        {
            TestDocument(entry: "a").node(
                "a", "step", ["code": ""], config: ["retries": ["limit": 1, "delay": $0]])
        },
        {
            TestDocument(entry: "a").node(
                "a", "sub_workflow", ["workflowId": "x", "workflowName": "X", "timeout": $0])
        },
        { TestDocument(entry: "a").node("a", "http_request", ["url": "https://x.example/", "timeout": $0]) },
        { TestDocument(entry: "a").node("a", "http_request", ["url": "https://x.example/", "retryDelay": $0]) },
        { TestDocument(entry: "a").node("a", "sub_script", ["workerName": "w", "timeout": $0]) },
        { TestDocument(entry: "a").node("a", "sub_script", ["workerName": "w", "retryDelay": $0]) },
    ]

    @Test("A duration is accepted where its text is one, and emitted as milliseconds", arguments: places.indices)
    func durations(place: Int) throws {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed &+ UInt64(place))
        for _ in 0..<Stress.size(small: 150, large: 5_000) {
            let text = spelling.duration()
            // An empty text stands for no value.
            if text.isEmpty { continue }
            let lowered = Compiler(catalog: TestCatalog()).lower(Self.places[place](.string(text)).json)
            let milliseconds = try? DurationText.milliseconds(of: text)
            #expect((lowered.program != nil) == (milliseconds != nil), "\(text), seed \(seed)")
            guard let milliseconds, let program = lowered.program else { continue }
            let source = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact).source
            #expect(source.contains("\(milliseconds)"), "\(text), seed \(seed)")
            #expect(!source.contains(text), "\(text), seed \(seed)")
        }
    }

    /// A plugin's node with a duration, which its own code reads.
    private struct DelayCatalog: NodeCatalog {
        let targets = ["cloudflare"]

        private let delay = NodeDefinition(
            id: "delay", name: "Delay", version: "1.0.0", description: "For tests.", category: "Test",
            configSchema: [ConfigField("time", .expression, label: "Time", validation: .init(format: .duration))],
            providers: ["cloudflare"])

        func checksRequests(_ target: String) -> Bool { true }

        func versions(of type: String) -> [String] { type == delay.id ? [delay.version] : [] }

        func definition(type: String, version: String) -> NodeDefinition? { type == delay.id ? delay : nil }

        func template(type: String, version: String, target: String) -> NodeTemplate? {
            NodeTemplate(node: type, version: version, target: target, source: "export default async () => 1;")
        }
    }

    @Test("A duration of a plugin's node is in the same grammar, also with an expression in it")
    func plugins() {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        for _ in 0..<Stress.size(small: 150, large: 5_000) {
            let text = spelling.duration()
            if text.isEmpty { continue }
            let document = TestDocument(entry: "a").node("a", "delay", ["time": .string(text)]).json
            let isValid = (try? DurationText.milliseconds(of: text)) != nil
            let isAccepted = Compiler(catalog: DelayCatalog()).lower(document).program != nil
            #expect(isAccepted == isValid, "\(text), seed \(seed)")
            guard isValid, let digits = text.firstIndex(where: { !$0.isNumber }) else { continue }
            let mixed = "{{event.payload.n}}\(text[digits...])"
            let other = TestDocument(entry: "a").node("a", "delay", ["time": .string(mixed)]).json
            #expect(Compiler(catalog: DelayCatalog()).lower(other).program != nil, "\(mixed), seed \(seed)")
        }
    }

    @Test("A number counts milliseconds in `data` and seconds in `config`")
    func numbers() throws {
        for (place, milliseconds) in zip(Self.places, [30, 30, 30, 30, 30_000, 30_000, 30, 30, 30, 30, 30]) {
            let program = try #require(Compiler(catalog: TestCatalog()).lower(place(30).json).program)
            let source = try #require(WorkerBackend(target: "cloudflare", limits: .paid).emit(program).artifact).source
            #expect(source.firstMatch(of: try Regex("\\b\(milliseconds)\\b")) != nil, "\(source)")
        }
    }

    @Test("A cron expression is accepted where the one parser accepts it, and a provider is given its text")
    func crons() {
        let seed = Stress.seed
        var spelling = RandomSpelling(seed: seed)
        var accepted = 0
        for _ in 0..<Stress.size(small: 600, large: 20_000) {
            let text = spelling.cron()
            let document = TestDocument(entry: "a").step("a", "").json(changing: [
                "trigger": ["type": "cron", "expression": .string(text)]
            ])
            let lowered = Compiler(catalog: TestCatalog()).lower(document)
            let cron = try? CronExpression(text)
            #expect((lowered.program != nil) == (cron != nil), "\(text), seed \(seed)")
            #expect(
                lowered.diagnostics.contains { $0.code == "ir.trigger.cron" }
                    == (cron?.weekdayNote != nil || cron == nil),
                "\(text), seed \(seed)")
            guard let cron else { continue }
            accepted += 1
            #expect(lowered.program?.trigger == .cron(expression: cron.text), "\(text), seed \(seed)")
        }
        #expect(accepted > 50, "seed \(seed)")
    }
}
