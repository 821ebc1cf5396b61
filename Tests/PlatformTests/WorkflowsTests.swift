import JSON
import PlatformFixtures
import Storage
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10))) struct WorkflowsTests {
    private func change(_ variables: Variable...) -> WorkflowChange {
        var change = WorkflowChange()
        change.variables = variables
        return change
    }

    @Test("What a change does not name stays as it is")
    func partial() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflows = installation.platform.workflows
            let id = try await workflows.create(caller, NewWorkflow(name: "A", description: "about")).workflow.id
            var change = WorkflowChange()
            change.triggerCode = "return new Response();"
            change.dependencies = ["lodash": "^4.0.0"]
            _ = try await workflows.update(caller, id, change)
            change = WorkflowChange()
            change.name = "B"
            let workflow = try await workflows.update(caller, id, change).workflow
            #expect((workflow.name, workflow.description) == ("B", "about"))
            #expect(workflow.triggerCode == "return new Response();")
            #expect(workflow.dependencies == ["lodash": "^4.0.0"])
            change = WorkflowChange()
            change.triggerCode = ""
            #expect(try await workflows.update(caller, id, change).workflow.triggerCode == nil)
        }
    }

    @Test("A change reports settings that no provider has, with the nearest one")
    func unusedSettings() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflows = installation.platform.workflows
            let id = try await workflows.create(caller, NewWorkflow(name: "A")).workflow.id
            var change = WorkflowChange()
            change.deployConfig = ["adress": "x", "copies": 2]
            let warnings = try await workflows.update(caller, id, change).warnings
            #expect(warnings.count == 1)
            #expect(warnings[0].hasPrefix("deployConfig.adress is not used"))
            #expect(warnings[0].hasSuffix("did you mean \"address\"?"))
            change.deployConfig = ["copies": 2]
            #expect(try await workflows.update(caller, id, change).warnings.isEmpty)
        }
    }

    @Test("A secret is masked, and the mask sent back keeps it")
    func masks() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflows = installation.platform.workflows
            let id = try await workflows.create(caller, NewWorkflow(name: "A")).workflow.id
            let plain = Variable(name: "URL", value: "http://a", isSecret: false)
            let secret = Variable(name: "TOKEN", value: "xoxb-1", isSecret: true)
            let masked = Variable(name: "TOKEN", value: Variable.mask, isSecret: true)
            #expect(try await workflows.update(caller, id, change(plain, secret)).variables == [plain, masked])
            #expect(try await workflows.update(caller, id, change(masked, plain)).variables == [masked, plain])
            let records = try await installation.storage.read { try Table(VariableRecord.self, in: $0).all(of: id) }
            let master = try #require(try MasterKey.load(from: "\(installation.directory)/master.key"))
            #expect(try records.map { try $0.opened(by: SecretBox(master: master)) } == ["xoxb-1", "http://a"])
            #expect(records.allSatisfy { !$0.value.contains("xoxb") })
            // A mask is no value: a secret that becomes plain would be lost.
            let plainMask = Variable(name: "TOKEN", value: Variable.mask, isSecret: false)
            await #expect {
                try await workflows.update(caller, id, change(plainMask))
            } throws: { "\($0)".contains("needs its value again") }
            let kept = try await installation.storage.read { try Table(VariableRecord.self, in: $0).all(of: id) }
            #expect(kept.map(\.value) == records.map(\.value))
        }
    }

    @Test(
        "Variables that cannot be are refused by place",
        arguments: [
            ([("lower", "v", false)], "/envVars/0/name"), ([("A", "1", false), ("A", "2", false)], "/envVars/1/name"),
            ([("NEW", Variable.mask, true)], "/envVars/0/value"),
            ([("LONG", String(repeating: "x", count: 10_001), false)], "/envVars/0/value"),
        ] as [([(String, String, Bool)], String)])
    func refused(variables: [(String, String, Bool)], pointer: String) async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let workflows = installation.platform.workflows
            let id = try await workflows.create(caller, NewWorkflow(name: "A")).workflow.id
            var change = WorkflowChange()
            change.variables = variables.map { Variable(name: $0.0, value: $0.1, isSecret: $0.2) }
            let refused = change
            await #expect {
                try await workflows.update(caller, id, refused)
            } throws: { ($0 as? PlatformError)?.details.map(\.pointer) == [pointer] }
            #expect(try await workflows.get(caller, id).variables.isEmpty)
        }
    }

    @Test("A deployed workflow is taken down before it is deleted, and nothing of it is left")
    func delete() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let (workflow, connection) = try await installation.deployedWorkflow()
            _ = try await installation.platform.runs.trigger(caller, workflow, on: connection, params: [:])
            try await installation.platform.workflows.delete(caller, workflow)
            #expect(installation.provider.calls.last?.method == "provider.takedown")
            await #expect {
                try await installation.platform.workflows.get(caller, workflow)
            } throws: { ($0 as? PlatformError)?.code == "workflow.notFound" }
            #expect(try await installation.platform.runs.list(caller, PageRequest()).elements.isEmpty)
        }
    }
}
