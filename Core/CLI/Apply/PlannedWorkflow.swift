import JSON

/// A workflow of the files, and what it is on the server.
struct PlannedWorkflow {
    let workflow: ProjectFiles.Workflow
    /// `nil` for one that is created.
    let known: JSONValue?
    /// Whether what is deployed is not what the files say.
    let isStale: Bool

    /// The active ones.
    var deployments: [JSONValue] { (known?["deployments"]?.array ?? []).filter { $0["status"] == "active" } }

    /// Whether a node that calls a service means this workflow: by its id, or by the name of its service.
    private func isCalled(_ service: String) -> Bool {
        known?.id == service || deployments.contains { $0["serviceName"]?.string == service }
    }

    /// Workflows in the order in which they are deployed: what is called has to be there before.
    static func calledFirst(_ all: [PlannedWorkflow]) -> [PlannedWorkflow] {
        var sorted: [PlannedWorkflow] = []
        var seen: Set<Int> = []
        func visit(_ index: Int) {
            guard seen.insert(index).inserted else { return }
            for call in all[index].workflow.calls {
                if let called = all.firstIndex(where: { $0.isCalled(call.service) }) { visit(called) }
            }
            sorted.append(all[index])
        }
        for index in all.indices { visit(index) }
        return sorted
    }
}

extension ProjectFiles.Workflow {
    struct Call {
        /// The id of the node.
        let node: String
        /// The id of a workflow, or the name of a service.
        let service: String
    }

    /// The workflows and functions that nodes of the document call.
    var calls: [Call] {
        (document.value["nodes"]?.array ?? []).compactMap { node in
            let field: String
            switch node["type"] {
            case "sub_workflow": field = "workflowId"
            case "sub_script": field = "workerName"
            default: return nil
            }
            guard let service = node["data"]?[field]?.string, !service.isEmpty, !service.contains("{{") else {
                return nil
            }
            return Call(node: node["id"]?.string ?? "", service: service)
        }
    }
}
