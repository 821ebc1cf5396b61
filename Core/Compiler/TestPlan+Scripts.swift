import PluginMessages

// A script that is run as a workflow, and does the same.

extension ProgramNode {
    /// Tried once.
    var once: ProgramNode {
        ProgramNode(
            id: id, type: type, variable: variable, storage: storage, stepName: stepName, exportName: exportName,
            options: StepOptions(retries: .init(limit: 0, delay: 0), timeout: options.timeout), credential: credential,
            secretFields: secretFields)
    }
}

extension Block {
    /// It waits for no run that it starts.
    func starting() -> Block {
        mapping { statement in
            guard case .call(let call) = statement,
                case .subWorkflow(let workflow, let name, let input, true, let timeout) = call.operation
            else { return statement }
            return .call(
                Call(
                    node: call.node,
                    operation: .subWorkflow(
                        workflow: workflow, className: name, input: input, waits: false, timeout: timeout)))
        }
    }
}
