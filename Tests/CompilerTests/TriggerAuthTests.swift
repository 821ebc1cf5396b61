import Compiler
import JSON
import PluginMessages
import Testing

@Suite("The auth of a trigger", .timeLimit(.minutes(10)))
struct TriggerAuthTests {
    private func lower(_ auth: JSONValue, trigger: String = "http", kind: String? = nil) -> Lowered {
        var members: JSONObject = ["trigger": ["type": .string(trigger), "auth": auth]]
        if let kind { members["kind"] = .string(kind) }
        return Compiler(catalog: TestCatalog()).lower(TestDocument(entry: "a").step("a", "").json(changing: members))
    }

    @Test(
        "It is read", arguments: ["manual", "http"],
        [
            (["type": "none"], nil), (.null, nil), (["type": "closed"], .closed),
            (["type": "bearer", "secret": "SHOP_1"], .bearer(variable: "SHOP_1")),
            (["type": "hmac", "secret": "S"], .signature(variable: "S", header: "X-Signature")),
            (["type": "hmac", "secret": "S", "header": "X-Hub"], .signature(variable: "S", header: "X-Hub")),
        ] as [(JSONValue, TriggerAuth?)])
    func valid(trigger: String, auth: (JSONValue, TriggerAuth?)) throws {
        let lowered = lower(auth.0, trigger: trigger)
        #expect(try #require(lowered.program).auth == auth.1)
        #expect(lowered.diagnostics == [])
    }

    @Test(
        "What is wrong is told where it is",
        arguments: [
            ("bearer", "/trigger/auth"), ([:], "/trigger/auth/type"), (["type": 1], "/trigger/auth/type"),
            (["type": "basic"], "/trigger/auth/type"), (["type": "bearer"], "/trigger/auth/secret"),
            (["type": "bearer", "secret": "{{env.SHOP}}"], "/trigger/auth/secret"),
            (["type": "bearer", "secret": "shop"], "/trigger/auth/secret"),
            (["type": "hmac", "secret": "S", "header": "x y"], "/trigger/auth/header"),
            (["type": "hmac", "secret": "S", "header": 1], "/trigger/auth/header"),
        ] as [(JSONValue, String)])
    func invalid(auth: JSONValue, pointer: String) {
        let lowered = lower(auth)
        #expect(lowered.program == nil)
        #expect(lowered.diagnostics.map(\.pointer) == [pointer])
    }

    @Test("A function cannot be closed")
    func script() {
        #expect(lower(["type": "closed"], kind: "script").diagnostics.map(\.code).contains("ir.trigger.auth"))
        #expect(lower(["type": "bearer", "secret": "S"], kind: "script").program?.auth == .bearer(variable: "S"))
    }

    @Test("What it has besides is told")
    func unknownMember() {
        let lowered = lower(["type": "bearer", "secret": "S", "header": "X"])
        #expect(lowered.diagnostics.map(\.code) == ["ir.member.unknown"])
    }

    @Test("A provider that does not check requests gets no document that asks for it")
    func oldProvider() {
        let document = TestDocument(entry: "a").step("a", "").json(
            changing: ["trigger": ["type": "http", "auth": ["type": "closed"]]])
        let lowered = Compiler(catalog: TestCatalog(checksRequests: false)).lower(document)
        #expect(lowered.program == nil)
        #expect(lowered.diagnostics.map(\.pointer) == ["/trigger/auth"])
    }
}
