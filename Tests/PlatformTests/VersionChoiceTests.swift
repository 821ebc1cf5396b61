import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("The version that a deploy takes when none is named", .timeLimit(.minutes(10)))
struct VersionChoiceTests {
    private struct Lab {
        let installation: Installation
        let caller: Caller
        let workflow: WorkflowID
        let connection: ConnectionID

        init(_ installation: Installation) async throws {
            self.installation = installation
            caller = try await installation.owner()
            workflow = try await installation.platform.workflows.create(caller, NewWorkflow(name: "A")).workflow.id
            connection = try await installation.connection().id
        }

        func post(_ code: String) async throws -> VersionID {
            try await installation.platform.versions.post(
                caller, to: workflow, ir: Installation.document(code: code)
            ).version.version.id
        }

        func deploy(_ version: VersionID? = nil) async throws -> Deployment {
            let order = try await installation.platform.deployments.order(
                caller, workflow, version: version, to: connection)
            return try await installation.platform.deployments.deploy(order)
        }
    }

    @Test("After a rollback a deploy for a changed variable keeps the version that was rolled back to")
    func rollback() async throws {
        try await Installation.with { installation in
            let lab = try await Lab(installation)
            let first = try await lab.post("return 1;")
            let second = try await lab.post("return 2;")
            #expect(try await lab.deploy().version == second)
            #expect(try await lab.deploy(first).notes == ["Version 1 replaces version 2."])
            var change = WorkflowChange()
            change.variables = [Variable(name: "TOKEN", value: "new", isSecret: true)]
            _ = try await installation.platform.workflows.update(lab.caller, lab.workflow, change)
            let kept = try await lab.deploy()
            #expect(kept.version == first)
            #expect(kept.notes.count == 1 && kept.notes[0].contains("Version 1 stays deployed"), "\(kept.notes)")
            #expect(try await lab.deploy().version == first)
        }
    }

    @Test("A version that is posted after the rollback is deployed, and the note says what it replaces")
    func posted() async throws {
        try await Installation.with { installation in
            let lab = try await Lab(installation)
            let first = try await lab.post("return 1;")
            #expect(try await lab.deploy().notes == [])
            #expect(try await lab.deploy().notes == [])
            _ = try await lab.post("return 2;")
            #expect(try await lab.deploy().notes == ["Version 2 replaces version 1."])
            _ = try await lab.deploy(first)
            let third = try await lab.post("return 3;")
            let deployed = try await lab.deploy()
            #expect(deployed.version == third)
            #expect(deployed.notes == ["Version 3 replaces version 1."])
        }
    }

    @Test("What is taken down leaves nothing to keep: the latest version is deployed")
    func takenDown() async throws {
        try await Installation.with { installation in
            let lab = try await Lab(installation)
            let first = try await lab.post("return 1;")
            let second = try await lab.post("return 2;")
            _ = try await lab.deploy(first)
            _ = try await installation.platform.deployments.takeDown(lab.caller, lab.workflow, from: lab.connection)
            #expect(try await lab.deploy().version == second)
        }
    }

    @Test("Members of the workflow's configuration that the provider does not have are named in the notes")
    func unusedConfiguration() async throws {
        try await Installation.with { installation in
            let lab = try await Lab(installation)
            _ = try await lab.post("return 1;")
            var change = WorkflowChange()
            change.deployConfig = ["crons": ["* * * * *"], "copies": 2]
            _ = try await installation.platform.workflows.update(lab.caller, lab.workflow, change)
            let notes = try await lab.deploy().notes
            #expect(notes.count == 1 && notes[0].hasPrefix("deployConfig.crons is not used"), "\(notes)")
        }
    }

    @Test("Warnings of a version are repeated in the notes of its deploys, the first of many")
    func warnings() async throws {
        try await Installation.with { installation in
            let lab = try await Lab(installation)
            _ = try await lab.post("const a = 1;\nreturn missing;")
            let notes = try await lab.deploy().notes
            #expect(notes.count == 1)
            #expect(notes[0].hasPrefix("/nodes/0/data/code, line 2: \"missing\" is not defined"), "\(notes)")
            _ = try await lab.post("return [\((0..<25).map { "missing\($0)" }.joined(separator: ", "))];")
            let many = try await lab.deploy().notes
            #expect(many.count == 22)
            #expect(many[0] == "Version 2 replaces version 1.")
            #expect(many[21].hasPrefix("5 more warnings"))
        }
    }
}
