import JSON
import PlatformFixtures
import Testing

@testable import Platform

@Suite("Events that nothing waits for", .timeLimit(.minutes(10)))
struct AwaitedEventsTests {
    private static func document(_ nodes: [JSONValue]) -> String {
        JSONValue.object(["nodes": .array(nodes)]).text
    }

    private static func waiting(for types: String...) -> [JSONValue] {
        types.map { ["type": "wait_for_event", "data": ["eventType": .string($0)]] }
    }

    @Test(
        "An event that a node waits for, or whose type only code knows, has no warning",
        arguments: [
            waiting(for: "paid"), waiting(for: "shipped", "paid"),
            [["type": "step", "data": ["code": "return await step.waitForEvent('x', { type: kind });"]]],
        ])
    func awaited(nodes: [JSONValue]) throws {
        #expect(try AwaitedEvents(ir: Self.document(nodes)).warning(about: "paid") == nil)
    }

    @Test("The warning names the type, those that are waited for, each once, and the nearest of them")
    func warnings() throws {
        let document = Self.document(Self.waiting(for: "order-paid", "shipped", "order-paid"))
        let near = try #require(try AwaitedEvents(ir: document).warning(about: "order-payed"))
        #expect(near.contains("\"order-payed\"") && near.contains("wait for order-paid, shipped."))
        #expect(near.hasSuffix("Did you mean \"order-paid\"?"))
        let far = try #require(try AwaitedEvents(ir: document).warning(about: "cancelled"))
        #expect(!far.contains("Did you mean"))
        let none = try #require(try AwaitedEvents(ir: Self.document([])).warning(about: "paid"))
        #expect(none.contains("\"paid\"") && none.contains("wait_for_event"))
    }

    @Test("A run's event is delivered all the same, and its sender is warned")
    func sent() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let runs = installation.platform.runs
            let (workflow, connection) = try await installation.deployedWorkflow()
            let run = try await runs.trigger(caller, workflow, on: connection, params: [:])
            let warnings = try await runs.sendEvent(caller, of: workflow, run.id, type: "paid", payload: 1)
            #expect(warnings.count == 1 && warnings.first?.contains("\"paid\"") == true)
            #expect(installation.provider.calls.contains { $0.method == "provider.sendEvent" })
        }
    }
}
