import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("What nodes call, as services that are deployed")
struct BoundServicesTests {
    private func deploy(
        calling service: String, in installation: Installation, workflow: WorkflowID? = nil
    ) async throws -> (deployment: Deployment, bindings: JSONValue?) {
        let caller = try await installation.owner()
        let workflow =
            if let workflow { workflow } else {
                try await installation.platform.workflows.create(caller, NewWorkflow(name: "Parent")).workflow.id
            }
        installation.provider.behave {
            $0.bindings = [
                Binding(
                    type: "workflow", name: "WORKFLOW_CHILD", settings: ["service": .string(service), "className": ""])
            ]
        }
        var document = Installation.document(type: "sub_workflow").object ?? [:]
        var node = document["nodes"]?.array?.first?.object ?? [:]
        node["data"] = ["workflowId": .string(service)]
        document["nodes"] = [.object(node)]
        _ = try await installation.platform.versions.post(caller, to: workflow, ir: .object(document))
        installation.provider.behave { $0.bindings = [] }
        let order = try await installation.platform.deployments.order(
            caller, workflow, version: nil, to: installation.connection().id)
        let deployment = try await installation.platform.deployments.deploy(order)
        let request = installation.provider.calls.last { $0.method == "provider.deploy" }?.request
        return (deployment, request?["artifact"]?["bindings"]?.array?.first?["settings"])
    }

    @Test("A workflow's id becomes the service that is deployed with the connection")
    func byID() async throws {
        try await Installation.with { installation in
            let (child, _) = try await installation.deployedWorkflow()
            let settings = try await deploy(calling: child.text, in: installation).bindings
            #expect(settings?["service"] == .string("service-of-\(child)"))
        }
    }

    @Test("A service's name stays as it is, also one that was not made here")
    func byName() async throws {
        try await Installation.with { installation in
            let (child, _) = try await installation.deployedWorkflow()
            for name in ["service-of-\(child)", "somebody-elses"] {
                let settings = try await deploy(calling: name, in: installation).bindings
                #expect(settings?["service"] == .string(name))
            }
        }
    }

    @Test("A workflow that calls itself by its id is bound to itself, before it was ever deployed")
    func itself() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let own = try await installation.platform.workflows.create(caller, NewWorkflow(name: "Own")).workflow.id
            let settings = try await deploy(calling: own.text, in: installation, workflow: own).bindings
            #expect(settings == ["className": "Workflow"])
        }
    }

    @Test("One that is not deployed is refused by name and node, before the provider is asked")
    func missing() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let draft = try await platform.workflows.create(caller, NewWorkflow(name: "Invoice")).workflow.id
            let (removed, connection) = try await installation.deployedWorkflow()
            _ = try await platform.deployments.takeDown(caller, removed, from: connection)
            let before = installation.provider.calls.count { $0.method == "provider.deploy" }
            for (service, name) in [
                (draft.text, "Invoice"), (removed.text, "Deployed"), ("service-of-\(removed)", "Deployed"),
            ] {
                await #expect {
                    _ = try await deploy(calling: service, in: installation)
                } throws: { error in
                    guard let error = error as? PlatformError, error.code == "deploy.serviceNotDeployed" else {
                        return false
                    }
                    return error.kind == .invalid && "\(error)".contains("\"\(name)\"")
                        && error.details.map(\.pointer) == ["/nodes/0/data/workflowId"]
                        && error.details[0].nodeId == "first"
                }
            }
            #expect(installation.provider.calls.count { $0.method == "provider.deploy" } == before)
        }
    }
}
