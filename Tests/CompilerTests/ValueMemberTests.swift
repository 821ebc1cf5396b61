import Compiler
import JSON
import PluginMessages
import Testing

@Suite("Members that values never have", .timeLimit(.minutes(10)))
struct ValueMemberTests {
    private static let codes = [
        "ir.expression.noMember", "ir.expression.noValue", "ir.expression.variableName",
    ]

    private func warnings(_ document: JSONValue) -> [Diagnostic] {
        let lowered = Compiler(catalog: TestCatalog()).lower(document)
        #expect(lowered.program != nil, "\(lowered.diagnostics)")
        return lowered.diagnostics.filter { Self.codes.contains($0.code) }
    }

    /// A request, an event, a pause and a step without a value run before the code.
    private func warnings(inStep code: String) -> [Diagnostic] {
        warnings(
            TestDocument(entry: "shop").node("shop", "http_request", ["url": "https://example.com"])
                .node("approval", "wait_for_event", ["eventType": "approval"], name: "The approval")
                .node("pause", "sleep", ["duration": "1 second"]).step("sum", "const total = 1;")
                .step("known", "return { data: 1 };").step("use", code)
                .chain("shop", "approval", "pause", "sum", "known", "use").json)
    }

    @Test(
        "What the event, a response or a received event never has, with what was meant and the line",
        arguments: [
            ("return {{event.orderId}};", "{{event.payload.orderId}}", 1),
            ("\nreturn event.body.x;", "event.payload", 2), ("return event.data?.x;", "event.payload", 1),
            ("return {{shop.data.id}};", "{{shop.body.id}}", 1), ("return shop.id;", "shop.body.id", 1),
            ("const a = 1;\nreturn `{{shop.response.items.0}}`;", "{{shop.body.items.0}}", 2),
            ("return shop.statusCode;", "shop.status", 1), ("return shop?.bdy;", "shop.body", 1),
            ("return {{approval.approvedBy}};", "{{approval.payload.approvedBy}}", 1),
            ("return The_approval.data;", "The_approval.payload", 1),
        ])
    func member(code: String, meant: String, line: Int) {
        let found = warnings(inStep: code)
        #expect(found.map(\.code) == ["ir.expression.noMember"], "\(found)")
        #expect(found.first?.message.hasSuffix("Did you mean \(meant)?") == true, "\(found)")
        #expect(found.first?.severity == .warning && found.first?.nodeId == "use" && found.first?.line == line)
    }

    @Test(
        "A node that has no value is told as that",
        arguments: [
            ("return {{sum.total}};", "the code of \"sum\" has no return"),
            ("return sum;", "the code of \"sum\" has no return"),
            ("return {{pause}};", "a node of the type sleep has no value"),
        ])
    func noValue(code: String, reason: String) {
        let found = warnings(inStep: code)
        #expect(found.map(\.code) == ["ir.expression.noValue"], "\(found)")
        #expect(found.first?.message.contains(reason) == true, "\(found)")
    }

    @Test(
        "A name that no variable can have is told, with the one that was meant",
        arguments: [
            ("return env.slack_token;", "env.SLACK_TOKEN"), ("return {{env.shopUrl}};", "{{env.SHOP_URL}}"),
            ("return env.Slack;", "env.SLACK"),
        ])
    func variable(code: String, meant: String) {
        let found = warnings(inStep: code)
        #expect(found.map(\.code) == ["ir.expression.variableName"], "\(found)")
        #expect(found.first?.message.hasSuffix("Did you mean \(meant)?") == true, "\(found)")
    }

    @Test(
        "What values have, what the code declares or calls, and values that nothing is known of",
        arguments: [
            "return [event.payload.x, event.timestamp, event.instanceId, event.workflowName, {{trigger.body}}];",
            "return [shop.status, shop.headers['x'], shop.body.data, {{shop.body.data}}, shop['data']];",
            "return [approval.payload.data, approval.type, approval.timestamp, {{approval.payload}}];",
            "return [known.data, known.other, {{known.more}}, env.A, env.KV_A.get('b'), {{env.B2}}];",
            "const shop = { data: 1 }; return shop.data;", "return [1].map((event) => event.x);",
            "return [shop.toString(), event.hasOwnProperty('x')];", "return { event: 1, shop: 2 };",
            "const text = 'shop.data event.x env.y'; return typeof sum;",
        ])
    func sound(code: String) { #expect(warnings(inStep: code) == []) }

    @Test("The value of a plugin's node has what its schema names")
    func pluginNode() {
        let document = TestDocument(entry: "tell")
            .node("tell", "notify", ["to": "ada@example.com", "text": "x"], version: "1.2.0")
            .step("use", "return [tell.step, {{tell.sent.to}}, {{tell.stp}}, tell.messageId];").chain("tell", "use")
        #expect(
            warnings(document.json).map(\.message) == [
                "{{tell.stp}} is undefined: \"tell\" has sent, token, step. Did you mean {{tell.step}}?",
                "tell.messageId is undefined: \"tell\" has sent, token, step.",
            ])
    }

    @Test("Texts of requests are read alike, and the event of a function is its caller's")
    func texts() {
        let request = TestDocument(entry: "a")
            .node("a", "http_request", ["url": "https://example.com/{{event.id}}", "method": "POST"])
        #expect(warnings(request.json).map(\.pointer) == ["/nodes/0/data/url"])
        let function = request.json(changing: ["kind": "script", "trigger": ["type": "http"]])
        #expect(warnings(function) == [])
    }

    @Test("Inside a container its own value is not there, and no edge would change that")
    func around() throws {
        let loop = TestDocument(entry: "each")
            .node("each", "loop", ["loopType": "forEach", "collection": "{{trigger.items}}", "itemVar": "row"])
            .step("body", "const a = 1;\nreturn {{each.name}};").edge("each", "body", "body")
        let lowered = Compiler(catalog: TestCatalog()).lower(loop.json)
        let error = try #require(lowered.diagnostics.first { $0.code == "ir.expression.notBefore" })
        #expect(error.message.contains("runs inside \"each\"") && error.message.contains("{{row}}"), "\(error.message)")
        #expect(error.line == 2)
    }

    @Test(
        "A loop whose condition begins with a member of what its body makes fails before its first round",
        arguments: [
            ("page.more", true), ("!page.last", true), ("page?.more !== false", false),
            ("i === 0 || page.more", false), ("!page || page.more", false),
        ])
    func firstRound(condition: String, fails: Bool) {
        let loop = TestDocument(entry: "pages")
            .node("pages", "loop", ["loopType": "while", "condition": .string(condition)])
            .step("page", "return { more: false };").edge("pages", "page", "body")
        let found = Compiler(catalog: TestCatalog()).lower(loop.json).diagnostics.filter {
            $0.code == "ir.expression.maybeUndefined"
        }
        #expect(found.map(\.pointer) == (fails ? ["/nodes/0/data/condition"] : []), "\(found)")
    }
}
