import JSON
import PluginMessages

/// What `millrace compile --explain` prints: the tree of blocks that a document became, one line a statement,
/// and what its code needs from outside.
struct ProgramExplanation {
    let program: Program
    let artifact: Artifact

    var text: String {
        let title = "\(program.kind.rawValue) \(quoted(program.name)) for \(artifact.target)"
        var lines = [title, "  trigger \(program.trigger.explanation)", "", "program"]
        lines += self.lines(program.body, depth: 1)
        lines += section("bindings", artifact.bindings.map(explain))
        lines += section("environment", artifact.requiredEnvironment)
        lines += section("dependencies", artifact.dependencies.map { "\($0.name) \($0.range)" })
        return lines.joined(separator: "\n") + "\n"
    }

    private func section(_ title: String, _ lines: [String]) -> [String] {
        lines.isEmpty ? [] : ["", title] + lines.map { "  \($0)" }
    }

    private func lines(_ block: Block, depth: Int) -> [String] {
        let margin = String(repeating: "  ", count: depth)
        let declared = block.declares.map { program.nodes[$0].variable }
        let declaration = declared.isEmpty ? [] : ["\(margin)let \(declared.joined(separator: ", "))"]
        return declaration + block.statements.flatMap { lines($0, depth: depth) }
    }

    private func lines(_ statement: Statement, depth: Int) -> [String] {
        let margin = String(repeating: "  ", count: depth)
        func arm(_ title: String, _ block: Block) -> [String] {
            ["\(margin)  \(title)"] + lines(block, depth: depth + 2)
        }
        switch statement {
        case .call(let call): return [margin + line(call.node, explain(call))]
        case .branch(let branch):
            return [margin + line(branch.node, "branch")]
                + branch.arms.flatMap { part in
                    arm(part.condition.map { "if \(explain($0)):" } ?? "else:", part.body)
                }
        case .parallel(let node, let arms): return [margin + line(node, "parallel")] + arms.flatMap { arm("arm:", $0) }
        case .race(let node, let arms): return [margin + line(node, "race")] + arms.flatMap { arm("arm:", $0) }
        case .loop(let loop):
            return [margin + line(loop.node, "\(explain(loop.kind)), round \(loop.indexVariable)")]
                + lines(loop.body, depth: depth + 1)
        case .tryCatch(let statement):
            return [margin + line(statement.node, "try")] + lines(statement.body, depth: depth + 1)
                + ["\(margin)catch"] + lines(statement.handler, depth: depth + 1)
                + (statement.finalizer.map { ["\(margin)finally"] + lines($0, depth: depth + 1) } ?? [])
        case .exit(let exit):
            let condition = exit.condition.map { " if \(explain($0))" } ?? ""
            return [margin + line(exit.node, "leave \(explain(exit.target))\(condition)")]
        }
    }

    /// What a node does, its id, and where its value goes.
    private func line(_ index: Int, _ text: String) -> String {
        let node = program.nodes[index]
        let value =
            switch node.storage {
            case .none: ""
            case .local: "const \(node.variable) = "
            case .hoisted: "\(node.variable) = "
            }
        return "\(value)\(text) [\(node.id)]"
    }

    /// With the durable step's name, where the call makes one.
    private func explain(_ call: Call) -> String {
        let node = program.nodes[call.node]
        if case .step(_, inline: true) = call.operation { return "\(node.type) inline" }
        return program.kind == .script ? node.type : "\(node.type) \(quoted(node.stepName))"
    }

    private func explain(_ kind: Loop.Kind) -> String {
        switch kind {
        case .forEach(let collection, let item): "for each \(item) of \(explain(collection))"
        case .while(let condition): "while \(explain(condition))"
        case .times(.literal(let count)): "\(count.text) times"
        case .times: "a number of times"
        }
    }

    private func explain(_ target: Exit.Target) -> String {
        switch target {
        case .loop(let node, crossesArms: false): "the loop \(program.nodes[node].id)"
        case .loop(let node, crossesArms: true): "the arm, then the loop \(program.nodes[node].id)"
        case .enclosing: "the arm or run"
        }
    }

    private func explain(_ binding: Binding) -> String {
        let settings = binding.settings.members.map { " \($0.key)=\($0.value.text)" }
        return "\(binding.name): \(binding.type)\(settings.joined())"
    }

    /// Code as the document has it, on one line.
    private func explain(_ code: CodeText) -> String {
        let text = code.parts.map { part in
            switch part {
            case .code(let code): code
            case .reference(let reference): "{{\(explain(reference))}}"
            case .interpolation(let reference): "${\(explain(reference))}"
            case .string(let parts, let quote): "\(quote)\(parts.map(explain).joined())\(quote)"
            }
        }
        return text.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private func explain(_ part: TextPart) -> String {
        switch part {
        case .text(let text): text
        case .reference(let reference): "{{\(explain(reference))}}"
        case .code(let code): "${\(explain(code))}"
        }
    }

    private func explain(_ reference: Reference) -> String {
        let root =
            switch reference.root {
            case .node(let index): program.nodes[index].id
            case .event: "event"
            case .trigger: "trigger"
            case .environment: "env"
            case .local(let name): name
            }
        return reference.path.reduce(into: root) { text, part in
            switch part {
            case .key(let key): text += ".\(key)"
            case .index(let index): text += "[\(index)]"
            }
        }
    }

    private func quoted(_ text: String) -> String { JSONValue.string(text).text }
}

extension Trigger {
    fileprivate var explanation: String {
        switch self {
        case .manual: "manual"
        case .http(let path, let method):
            (["http", method, path] as [String?]).compactMap { $0 }.joined(separator: " ")
        case .cron(let expression): "cron \(expression)"
        case .event(let type): "event \(type)"
        }
    }
}
