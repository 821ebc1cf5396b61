import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Times and retries in documents", .timeLimit(.minutes(10)))
struct TimeDocumentTests {
    private func diagnostics(_ type: String, _ data: JSONValue, config: JSONValue? = nil) -> [Diagnostic] {
        Compiler(catalog: TestCatalog()).lower(TestDocument(entry: "a").node("a", type, data, config: config).json)
            .diagnostics
    }

    @Test(
        "A time that is not ISO 8601 is refused",
        arguments: [
            "2026-02-30T00:00:00Z", "2026-11-24T23:59:60Z", "2026-11-24T09:00:00+25:00", "1", "May 5", "12/01/2020",
            1_893_456_000_000, true, [], [:],
        ] as [JSONValue])
    func invalidTimes(time: JSONValue) {
        let found = diagnostics("sleep_until", ["timestamp": time])
        #expect(found.map(\.severity) == [.error], "\(found)")
        #expect(found.map(\.pointer) == ["/nodes/0/data/timestamp"])
        #expect(found.first?.message.contains("ISO 8601") == true)
    }

    @Test(
        "A duration in a call of a step is of the grammar of fields, and one that is not is refused at its line",
        arguments: [
            ("await step.sleep('s', '500 ms');", true), ("await step.sleep('s', \"2 hours\");", false),
            ("await step.sleep('s', event.payload.time);", false), ("await step.sleep('s' + '500 ms', 5);", false),
            ("await step.do('y', { retries: { limit: 1, delay: '5 parsecs' } }, async () => 1);", true),
            ("await step.do('y', { timeout: \"1 day\", retries: { limit: 1, delay: '1 s' } }, async () => 1);", true),
            ("await step.do('y', { timeout: '1 day' }, async () => ({ delay: '5 parsecs' }));", false),
            ("await step.do('y', async () => { const at = { timeout: 'never' }; return at; });", false),
            ("await step.waitForEvent('e', { type: 't', 'timeout': 'a while' });", true),
            ("{ const step = other; step.sleep('s', '500 ms'); }", false),
        ])
    func inCode(code: String, isRefused: Bool) {
        let found = diagnostics("step", ["code": .string("const other: any = {};\n\(code)"), "inline": true])
            .filter { $0.code == "ir.code.duration" }
        #expect(found.map(\.line) == (isRefused ? [2] : []), "\(found)")
        #expect(found.allSatisfy { $0.severity == .error && $0.pointer == "/nodes/0/data/code" })
    }

    @Test("A time beyond the longest sleep is a warning that names the first day on which it works")
    func distantTimes() {
        let found = diagnostics("sleep_until", ["timestamp": "2999-03-05T12:00:00Z"])
        #expect(found.map(\.code) == ["ir.data.distant"] && found.map(\.severity) == [.warning], "\(found)")
        #expect(found.first?.message.contains("2998-03-05") == true)
        #expect(diagnostics("sleep_until", ["timestamp": "2020-01-01"]).isEmpty)
        #expect(diagnostics("sleep_until", ["timestamp": "{{event.payload.at}}"]).isEmpty)
    }

    @Test(
        "A text with expressions that can be no duration and no time is refused, and others are accepted",
        arguments: [
            ("sleep", "duration", "{{event.payload.x}} parsecs", false),
            ("sleep", "duration", "1e{{event.payload.x}} seconds", false),
            ("sleep", "duration", "-{{event.payload.x}} hours", false),
            ("sleep", "duration", "{{event.payload.x}} hours", true),
            ("sleep", "duration", "5 {{event.payload.unit}}s", true),
            ("sleep", "duration", "{{event.payload.x}}", true),
            ("sleep", "duration", " {{event.payload.x}}\n", true),
            ("sleep_until", "timestamp", "\t{{ event.payload.x }} ", true),
            ("sleep", "duration", "{{event.payload.x}}{{event.payload.y}} hours", true),
            ("sleep", "duration", "{{event.payload.x}}.5 hours", true),
            ("sleep_until", "timestamp", "{{event.payload.x}}T25:00:00Z", false),
            ("sleep_until", "timestamp", "{{event.payload.x}} o'clock", false),
            ("sleep_until", "timestamp", "{{event.payload.x}}T09:00:00Z", true),
            ("sleep_until", "timestamp", "2030-{{event.payload.m}}-{{event.payload.d}}T09:00:00Z", true),
            ("sleep_until", "timestamp", "{{event.payload.x}}{{event.payload.zone}}", true),
        ])
    func mixedTexts(type: String, field: String, text: String, isPossible: Bool) {
        let found = diagnostics(type, .object([field: .string(text)]))
        #expect(found.map(\.code) == (isPossible ? [] : ["ir.data.validation"]), "\(found)")
        if !isPossible { #expect(found.first?.pointer == "/nodes/0/data/\(field)") }
    }

    @Test("Retries are a whole number", arguments: ["step", "http_request"])
    func retries(type: String) {
        let data: JSONObject = type == "step" ? ["code": "return 1;"] : ["url": "https://example.com"]
        func found(_ limit: JSONValue) -> [Diagnostic] {
            var data = data
            data["retryLimit"] = limit
            return diagnostics(type, .object(data))
        }
        #expect(found(1.5).map(\.severity) == [.error])
        #expect(found(1.5).first?.message.contains("1.5") == true)
        #expect(found(0).isEmpty && found(3).isEmpty && found(2.0).isEmpty)
        #expect(found(-1).map(\.severity) == [.error])
    }

    @Test("A timeout of nothing is a warning where it is written", arguments: [0, "0 seconds"] as [JSONValue])
    func timeouts(zero: JSONValue) {
        let inData = diagnostics("step", ["code": "return 1;", "timeout": zero])
        #expect(inData.map(\.code) == ["ir.timeout.zero"] && inData.map(\.pointer) == ["/nodes/0/data/timeout"])
        let inConfig = diagnostics("step", ["code": "return 1;"], config: ["timeout": zero])
        #expect(inConfig.map(\.code) == ["ir.timeout.zero"])
        #expect(inConfig.map(\.pointer) == ["/nodes/0/config/timeout"])
    }

    @Test("In config a number is seconds, in data milliseconds, and errors say so")
    func units() {
        let data = diagnostics("step", ["code": "return 1;", "timeout": "soon"])
        #expect(data.first?.message.contains("a number of milliseconds") == true, "\(data)")
        let config: JSONValue = ["timeout": "soon", "retries": ["limit": 1, "delay": "later"]]
        let found = diagnostics("step", ["code": "return 1;"], config: config)
        #expect(found.count == 2 && found.allSatisfy { $0.message.contains("a number of seconds") }, "\(found)")
    }
}
