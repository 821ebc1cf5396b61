import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("The environment of a deploy", .timeLimit(.minutes(10)))
struct DeployEnvironmentTests {
    private func environment(
        _ installation: Installation, _ own: [Variable]
    ) async throws -> [EnvironmentVariable] {
        let caller = try await installation.owner()
        let platform = installation.platform
        for variable in [
            Variable(name: "HOST", value: "api.example.com", isSecret: false),
            Variable(name: "TOKEN", value: "s3cret", isSecret: true),
            Variable(name: "BOTH", value: "organization", isSecret: false),
        ] { _ = try await platform.variables.create(caller, in: nil, variable) }
        _ = try await platform.variables.create(
            caller, in: caller.project, Variable(name: "BOTH", value: "project", isSecret: false))
        let workflow = try await platform.workflows.create(caller, NewWorkflow(name: "W")).workflow.id
        var change = WorkflowChange()
        change.variables = own
        _ = try await platform.workflows.update(caller, workflow, change)
        _ = try await platform.versions.post(caller, to: workflow, ir: Installation.document())
        let order = try await platform.deployments.order(
            caller, workflow, version: nil, to: try await installation.connection().id)
        _ = try await platform.deployments.deploy(order)
        let deploy = installation.provider.calls.last { $0.method == "provider.deploy" }
        return try DeployRequest(json: deploy?.request ?? .null).environment
    }

    @Test("References to global variables are their values, and what holds a secret is one")
    func resolved() async throws {
        try await Installation.with { installation in
            let found = try await environment(
                installation,
                [
                    Variable(
                        name: "URL", value: "https://{{global.env.HOST}}/v1?x={{ global.env.BOTH }}", isSecret: false),
                    Variable(name: "HEADER", value: "Bearer {{global.env.TOKEN}}", isSecret: false),
                    Variable(name: "BOTH", value: "own, not {{global.env.BOTH}}", isSecret: false),
                    Variable(
                        name: "PLAIN", value: "{{other}} {{global.env.}x {{{global.env.HOST}}} {{", isSecret: false),
                ])
            let values = Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0) })
            #expect(values["URL"]?.value == "https://api.example.com/v1?x=project")
            #expect(values["URL"]?.isSecret == false)
            #expect(values["HEADER"]?.value == "Bearer s3cret" && values["HEADER"]?.isSecret == true)
            #expect(values["BOTH"]?.value == "own, not project")
            #expect(values["PLAIN"]?.value == "{{other}} {{global.env.}x {api.example.com} {{")
            #expect(values["HOST"]?.value == "api.example.com")
        }
    }

    @Test("Unknown ones are all named before anything is changed")
    func unknown() async throws {
        try await Installation.with { installation in
            let error = await #expect(throws: PlatformError.self) {
                _ = try await environment(
                    installation,
                    [
                        Variable(name: "A", value: "{{global.env.NOBODY}}", isSecret: false),
                        Variable(name: "B", value: "{{global.env.A}}-{{global.env.HOST}}", isSecret: true),
                    ])
            }
            #expect(error?.code == "deploy.unknownGlobal")
            #expect(error?.details.map(\.pointer) == ["/A", "/B"])
            #expect(error.map { "\($0)" }?.contains("A, NOBODY") == true)
            #expect(!installation.provider.calls.contains { $0.method == "provider.deploy" })
            let caller = try await installation.owner()
            #expect(try await installation.platform.deployments.list(caller, PageRequest()).elements.isEmpty)
        }
    }
}
