import JSON

/// Something that the runtime can have: a workflow, or a Worker that is called.
enum RuntimeTarget: Hashable, Sendable {
    case workflow(String)
    case script(String)
}

extension Account {
    /// What the runtime has to have of a target now; `nil` when it cannot run.
    func deployment(of target: RuntimeTarget) -> RuntimeDeployment? {
        switch target {
        case .workflow(let name):
            guard let workflow = workflows[name], let version = scripts[workflow.script]?.active else { return nil }
            return RuntimeDeployment(
                account: id, owner: workflow.id, ownerVersion: workflow.version.id, script: version.id,
                service: workflow.service, className: workflow.version.className, consumers: [])
        case .script(let name):
            guard let script = scripts[name], let version = script.active, version.exports.handlers.contains("fetch")
            else { return nil }
            let consumers = consumers(of: name)
            return RuntimeDeployment(
                account: id, owner: script.tag,
                ownerVersion:
                    "handlers-\(consumers.map { "\($0.consumer.id)-\($0.consumer.revision)" }.joined(separator: "-"))",
                script: version.id, service: script.service, className: nil, consumers: consumers)
        }
    }

    func version(of target: RuntimeTarget) -> ScriptVersion? {
        switch target {
        case .workflow(let name): workflows[name].flatMap { scripts[$0.script]?.active }
        case .script(let name): scripts[name]?.active
        }
    }

    /// What a target reaches through its bindings.
    func targets(of target: RuntimeTarget) -> [RuntimeTarget] {
        (version(of: target)?.bindings ?? []).flatMap { binding -> [RuntimeTarget] in
            switch binding.bindingType {
            case "service": return [.script(binding["service"]?.string ?? "")]
            case "workflow": return [.workflow(binding["workflow_name"]?.string ?? "")]
            case "queue":
                let queue = queues.first { $0.name == binding["queue_name"]?.string }
                return (queue?.consumers ?? []).compactMap(\.script).map(RuntimeTarget.script)
            default: return []
            }
        }
    }

    /// The queues that a Worker takes messages of.
    private func consumers(of script: String) -> [(queue: String, consumer: Queue.Consumer)] {
        queues.flatMap { queue in queue.consumers.filter { $0.script == script }.map { (queue.name, $0) } }
    }
}

extension Script {
    /// The runtime's name for it: no workflow's, which are in the same space.
    var service: String { "w\(tag)" }
}
