import JSON
import PlatformFixtures
import PluginMessages
import Storage
import Testing

@testable import Platform

@Suite("What nodes call, as services that are deployed", .timeLimit(.minutes(10)))
struct BoundServicesTests {
    private func deploy(
        calling service: String, by type: String = "workflow", in installation: Installation,
        workflow: WorkflowID? = nil, as caller: Caller? = nil
    ) async throws -> (deployment: Deployment, bindings: JSONValue?) {
        let owner = try await installation.owner()
        let caller = caller ?? owner
        let workflow =
            if let workflow { workflow } else {
                try await installation.platform.workflows.create(caller, NewWorkflow(name: "Parent")).workflow.id
            }
        installation.provider.behave {
            $0.bindings = [
                Binding(
                    type: type, name: "WORKFLOW_CHILD", settings: ["service": .string(service), "className": ""])
            ]
        }
        var document = Installation.document(type: type == "workflow" ? "sub_workflow" : "sub_script").object ?? [:]
        var node = document["nodes"]?.array?.first?.object ?? [:]
        node["data"] = [type == "workflow" ? "workflowId" : "workerName": .string(service)]
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

    /// What a deploy is refused with, at its node.
    private func refusal(
        calling service: String, by type: String = "workflow", in installation: Installation,
        as caller: Caller? = nil
    ) async throws -> Diagnostic {
        do { _ = try await deploy(calling: service, by: type, in: installation, as: caller) } catch let error
            as PlatformError
        {
            #expect(error.kind == .invalid)
            #expect(error.details.count == 1)
            let problem = try #require(error.details.first)
            #expect(problem.nodeId == "first")
            #expect(problem.pointer == "/nodes/0/data/\(type == "workflow" ? "workflowId" : "workerName")")
            return problem
        }
        Issue.record("deployed")
        throw PlatformError.noVersion
    }

    @Test("A function is not called as a workflow, nor a workflow as a function, by id or by service")
    func kinds() async throws {
        try await Installation.with { installation in
            let caller = try await installation.owner()
            let platform = installation.platform
            let (workflow, connection) = try await installation.deployedWorkflow()
            let function = try await platform.workflows.create(caller, NewWorkflow(name: "Price", kind: .script))
                .workflow.id
            let draft = try await refusal(calling: function.text, in: installation)
            #expect(draft.code == "deploy.serviceKind")
            _ = try await platform.versions.post(caller, to: function, ir: Installation.functionDocument())
            _ = try await platform.deployments.deploy(
                platform.deployments.order(caller, function, version: nil, to: connection))
            for service in [function.text, "service-of-\(function)"] {
                let problem = try await refusal(calling: service, in: installation)
                #expect(problem.code == "deploy.serviceKind" && problem.message.contains("\"Price\""))
                #expect(problem.message.contains("sub_script"))
                _ = try await deploy(calling: service, by: "service", in: installation)
            }
            for service in [workflow.text, "service-of-\(workflow)"] {
                let problem = try await refusal(calling: service, by: "service", in: installation)
                #expect(problem.code == "deploy.serviceKind" && problem.message.contains("sub_workflow"))
            }
        }
    }

    @Test("An id that no workflow has, and a service that the provider does not have, are told with the nearest")
    func unknown() async throws {
        try await Installation.with { installation in
            let (child, _) = try await installation.deployedWorkflow()
            let id = child.text.replacing(/.$/, with: { $0.output == "0" ? "1" : "0" })
            let byID = try await refusal(calling: id, in: installation)
            #expect(byID.code == "deploy.serviceUnknown" && byID.message.contains("Did you mean \"\(child)\"?"))
            installation.provider.behave {
                $0.deployFailure = PluginFailure(
                    code: "here.service", message: "It does not exist.",
                    details: ["service": .string("service_of-\(child)")], fault: .notFound)
            }
            let byName = try await refusal(calling: "service_of-\(child)", in: installation)
            #expect(byName.code == "deploy.serviceUnknown")
            #expect(byName.message.contains("Did you mean \"service-of-\(child)\"?"))
        }
    }

    @Test("To a key of one project, workflows of others are unknown, by id and by service, and are not suggested")
    func otherProject() async throws {
        try await Installation.with { installation in
            let (child, _) = try await installation.deployedWorkflow()
            let owner = try await installation.owner()
            let project = try await installation.platform.projects.create(
                owner, name: "Other", slug: nil, description: "")
            let key = Caller(
                organization: owner.organization, project: project.id, user: owner.user, scopes: owner.scopes,
                reach: .project)
            for service in [child.text, "service-of-\(child)"] {
                let problem = try await refusal(calling: service, in: installation, as: key)
                #expect(problem.code == "deploy.serviceUnknown")
            }
            _ = try await deploy(calling: child.text, in: installation, as: owner.entering(project.id))
            installation.provider.behave {
                $0.deployFailure = PluginFailure(
                    code: "here.service", message: "It does not exist.",
                    details: ["service": .string("service_of-\(child)")], fault: .notFound)
            }
            let near = try await refusal(calling: "service_of-\(child)", in: installation, as: key)
            #expect(near.code == "deploy.serviceUnknown" && !near.message.contains("\(child)?"))
        }
    }
}
