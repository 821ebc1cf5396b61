import Compiler
import IR
import JSON
import PluginMessages
import Testing

@Suite("Members and numbers of documents that are not what they seem", .timeLimit(.minutes(10)))
struct UnknownMemberTests {
    private func warnings(_ document: JSONValue) -> [Diagnostic] {
        let lowered = Compiler(catalog: TestCatalog()).lower(document)
        #expect(lowered.program != nil, "\(lowered.diagnostics)")
        return lowered.diagnostics.filter { $0.severity == .warning }
    }

    private static let one = TestDocument(entry: "a").step("a", "return 1;")

    private func with(_ key: String, _ members: JSONObject = [:]) -> JSONObject {
        var members = members
        members[key] = 1
        return members
    }

    /// A document of one node, of an edge, or of what surrounds them, with a member too many.
    private func document(_ place: String, _ key: String) -> JSONValue {
        switch place {
        case "": return Self.one.json(changing: with(key))
        case "/nodes/0":
            let node = Self.one.json["nodes"]?.array?.first?.object ?? [:]
            return Self.one.json(changing: ["nodes": [.object(with(key, node))]])
        case "/nodes/0/data":
            return TestDocument(entry: "a").node(
                "a", "http_request", .object(with(key, ["url": "https://example.com"]))
            ).json
        case "/nodes/0/config":
            return TestDocument(entry: "a").node("a", "step", ["code": ""], config: .object(with(key)))
                .json
        case "/nodes/0/config/retries":
            let retries = with(key, ["limit": 1, "delay": 1])
            return TestDocument(entry: "a").node("a", "step", ["code": ""], config: ["retries": .object(retries)]).json
        case "/edges/0":
            let edge = with(key, ["id": "e", "source": "a", "target": "b"])
            return TestDocument(entry: "a").step("a", "").step("b", "").json(changing: ["edges": [.object(edge)]])
        case "/metadata":
            let metadata = Self.one.json["metadata"]?.object ?? [:]
            return Self.one.json(changing: ["metadata": .object(with(key, metadata))])
        case "/trigger": return Self.one.json(changing: ["trigger": .object(with(key, ["type": "http"]))])
        default:
            let arm = with(key, ["label": "x", "condition": "true"])
            return TestDocument(entry: "a").node("a", "branch", ["branches": [.object(arm)]]).step("b", "")
                .edge("a", "b", "x").json
        }
    }

    @Test(
        "A member that nothing reads is a warning at its place that names what it may have been meant for",
        arguments: [
            ("", "schedule", "did you mean \"trigger\"?"), ("", "triggers", "did you mean \"trigger\"?"),
            ("", "entryNodeID", "did you mean \"entryNodeId\"?"), ("", "envVars", "PATCH /api/workflows"),
            ("", "colour", "a document has kind"), ("/nodes/0", "retries", "\"config.retries\""),
            ("/nodes/0", "code", "\"data.code\""), ("/nodes/0", "conifg", "\"config\""),
            ("/nodes/0/data", "baseurl", "http_request has no field \"baseurl\""),
            ("/nodes/0/data", "heders", "did you mean \"headers\"?"),
            ("/nodes/0/config", "retryLimit", "\"retries.limit\""), ("/nodes/0/config", "timeOut", "\"timeout\""),
            ("/nodes/0/config/retries", "backOff", "\"backoff\""), ("/edges/0", "lable", "\"label\""),
            ("/edges/0", "condition", "data.branches"), ("/trigger", "expression", "a trigger of the type http"),
            ("/metadata", "descripton", "\"description\""), ("/trigger", "pth", "\"path\""),
            ("/nodes/0/data/branches/0", "condtion", "\"condition\""),
        ])
    func unknown(place: String, key: String, words: String) {
        let document = document(place, key)
        let found = warnings(document).filter { $0.pointer == "\(place)/\(key)" }
        #expect(found.map(\.code) == [place == "/nodes/0/data" ? "ir.data.unknown" : "ir.member.unknown"])
        #expect(found.first?.message.contains(words) == true, "\(found)")
        #expect(found.first?.nodeId == (place.hasPrefix("/nodes") ? "a" : nil))
    }

    @Test(
        "What editors keep for themselves, and members of everybody's own, are no warnings",
        arguments: [
            ("", "$schema"), ("", "viewport"), ("", "x-owner"), ("/nodes/0", "width"), ("/nodes/0", "selected"),
            ("/nodes/0", "positionAbsolute"), ("/nodes/0/data", "label"), ("/nodes/0/data", "_note"),
            ("/metadata", "author"), ("/metadata", "createdBy"), ("/edges/0", "sourceHandle"), ("/edges/0", "animated"),
            ("/nodes/0/data/branches/0", "id"),
        ])
    func editors(place: String, key: String) { #expect(warnings(document(place, key)) == []) }

    @Test("A plugin's node: a field that its definition does not have, and the nearest that it has")
    func pluginNode() {
        let document = TestDocument(entry: "a").node(
            "a", "notify", ["to": "a@example.com", "text": "x", "Count": 2, "retryLimit": 1], version: "1.2.0")
        let found = warnings(document.json)
        #expect(found.map(\.pointer) == ["/nodes/0/data/Count", "/nodes/0/data/retryLimit"])
        #expect(
            found.map(\.message) == [
                "notify has no field \"Count\"; did you mean \"count\"?",
                "notify has no field \"retryLimit\"; write it as config.retries.limit.",
            ])
    }

    @Test(
        "An integer beyond 2^53 and an infinite number are warnings at their places, whatever they are nested in; others are not",
        arguments: [
            ("9007199254740993", true), ("-9007199254740993", true), ("3544790567247868102", true),
            ("123456789012345678901234567890", true), ("9007199254740992", false), ("9007199254740991", false),
            ("12345678901234567.5", false), ("1e300", false), ("42", false),
            ("1e400", true), ("-1.5E+309", true), ("1e-400", false), ("1e308", false),
        ])
    func largeIntegers(spelling: String, isLarge: Bool) throws {
        let ids = try JSONValue(parsing: "{\"ids\": [1, {\"id\": \(spelling)}]}")
        let document = TestDocument(entry: "a").node(
            "a", "http_request", ["url": "https://example.com", "method": "POST", "body": ids])
        let found = warnings(document.json)
        #expect(found.map(\.pointer) == (isLarge ? ["/nodes/0/data/body/ids/1/id"] : []))
        #expect(found.allSatisfy { $0.code == "ir.number.large" && $0.message.contains("\"\(spelling)\"") })
    }

    @Test("In code too, with its line; a bigint is exact")
    func largeIntegersInCode() {
        let code =
            "const text = '9007199254740993'; // 9007199254740993\nconst id = 9007199254740993;\nreturn 9007199254740993n;"
        let found = warnings(TestDocument(entry: "a").step("a", code).json).filter { $0.code == "ir.number.large" }
        #expect(found.map(\.line) == [2])
        #expect(found.map(\.pointer) == ["/nodes/0/data/code"])
    }

    @Test("In texts that are read as JSON, and in trigger code")
    func largeIntegersInTexts() {
        let text: JSONValue = #"{"x": 9007199254740993, "y": "9007199254740993"}"#
        let document = TestDocument(entry: "a").node(
            "a", "http_request",
            ["url": "https://x.example/", "method": "POST", "headers": text, "queryParams": text, "body": text]
        ).node("b", "sub_workflow", ["workflowId": "w", "workflowName": "W", "input": text]).chain("a", "b")
        let request = CompileRequest(triggerCode: "const a = 1;\nreturn new Response(`${9007199254740993}`);")
        let found = Compiler(catalog: TestCatalog()).lower(document.json, request).diagnostics
            .filter { $0.code == "ir.number.large" }
        #expect(
            Set(found.map(\.pointer)) == [
                "/nodes/0/data/headers", "/nodes/0/data/queryParams", "/nodes/1/data/input", "/triggerCode",
            ])
        #expect(found.count == 4 && found.first { $0.pointer == "/triggerCode" }?.line == 2)
    }

    @Test(
        "In every radix, and with separators",
        arguments: [
            ("0x20000000000001", true), ("0X20_0000_0000_0001", true), ("0x20000000000000", false),
            ("0x1fffffffffffff", false), ("0x00000000000000000001", false), ("0xFFFFFFFFFFFFFFFFFF", true),
            ("0x20000000000001n", false), ("0o400000000000000001", true), ("0O377_777_777_777_777_777", false),
            ("0b1\(String(repeating: "0", count: 52))1", true), ("0B\(String(repeating: "1", count: 53))", false),
            ("9_007_199_254_740_993", true), ("9_007_199_254_740_991", false), ("9007199254740993.5", false),
        ])
    func radixes(spelling: String, isLarge: Bool) {
        let document = TestDocument(entry: "a").step("a", "const id = [\(spelling)];\nreturn id;")
        let found = warnings(document.json).filter { $0.code == "ir.number.large" }
        #expect(found.map(\.line) == (isLarge ? [1] : []))
        #expect(found.allSatisfy { $0.message.hasPrefix(spelling) })
    }

    @Test(
        "A function of which nothing is exported says so, unless its code fills the response itself",
        arguments: [
            ("main", "return 1;", nil, true), ("EXPORT_main", "return 1;", nil, false),
            ("main", "graph.total = 1;", nil, false), ("main", "return 1;", "return new Response('x');", false),
            ("main", "return 1;", "return Response.json(await runGraph(env, {}));", true),
        ])
    func emptyFunction(name: String, code: String, triggerCode: String?, isTold: Bool) {
        let document = TestDocument(entry: "a").node("a", "step", ["code": .string(code)], name: name)
            .json(changing: ["kind": "script", "trigger": ["type": "http"]])
        let lowered = Compiler(catalog: TestCatalog()).lower(document, CompileRequest(triggerCode: triggerCode))
        let found = lowered.diagnostics.filter { $0.code == "ir.script.noExport" }
        #expect(found.map(\.pointer) == (isTold ? ["/nodes/0/name"] : []))
    }
}
