import JSON
import PluginMessages
import Values

/// What a test runs of a program, and which values it takes as given.
package struct TestPlan: Sendable {
    /// The node to run up to; `nil` runs all of the program.
    package let node: String?
    /// The values of nodes that are not run, by the nodes' ids.
    package let pins: JSONObject
    /// Whether sleeps end at once.
    package let skipsSleeps: Bool

    package init(node: String? = nil, pins: JSONObject = [:], skipsSleeps: Bool = false) {
        self.node = node
        self.pins = pins
        self.skipsSleeps = skipsSleeps
    }

    /// The handler of a test: it answers no request.
    private static let closed = "return new Response(null, { status: 404 });"

    /// - Returns: A program that is started by nothing but the test, and the ids of the sleeps that it skips.
    /// - Throws: ``InvalidTest`` with every problem of the plan.
    package func apply(to program: Program) throws(InvalidTest) -> (program: Program, skipped: [String]) {
        var problems: [Diagnostic] = []
        let place = JSONPointer.root.appending("nodeId")
        let last = node.flatMap { index(of: $0, in: program, at: place, &problems) }
        let pinned = values(in: program, &problems)
        guard problems.isEmpty else { throw InvalidTest(problems: problems) }
        var body = program.body.pinning(pinned)
        var cut = ProgramCut(nodes: program.nodes)
        if let last {
            guard let shorter = cut.cut(body, after: last) else {
                throw InvalidTest(problems: [
                    Diagnostic(
                        code: "test.unreached",
                        message:
                            "\"\(node ?? "")\" never runs in this test: it is in a node that has a pinned value, or a "
                            + "\"break\" always comes before it.", pointer: place.text)
                ])
            }
            body = shorter
        }
        var skipped: [String] = []
        if skipsSleeps {
            let sleeps = body.skippableSleeps()
            skipped = sleeps.map { program.nodes[$0.node].id }
            body = body.skipping(sleeps)
        }
        if program.kind == .script {
            body = body.starting()
            // The whole of it responds with what its nodes export.
            if last == nil { body.value = nil }
        }
        return (
            program.tested(body: body, nodes: cut.nodes, pinned: Set(pinned.keys), handler: Self.closed), skipped
        )
    }

    private func values(in program: Program, _ problems: inout [Diagnostic]) -> [Int: JSONValue] {
        var values: [Int: JSONValue] = [:]
        for (id, value) in pins {
            let place = JSONPointer.root.appending("pins").appending(id)
            guard let index = index(of: id, in: program, at: place, &problems) else { continue }
            values[index] = value
            if id == node {
                problems.append(
                    Diagnostic(
                        code: "test.pinned",
                        message: "\"\(id)\" is the node to test. Remove its value, or test another node.",
                        pointer: place.text))
            }
            if program.body.hasExit(of: index) {
                problems.append(
                    Diagnostic(
                        code: "test.break", message: "\"\(id)\" is a \"break\", which has no value. Remove the value.",
                        pointer: place.text))
            }
        }
        return values
    }

    private func index(
        of id: String, in program: Program, at place: JSONPointer, _ problems: inout [Diagnostic]
    ) -> Int? {
        if let index = program.nodes.firstIndex(where: { $0.id == id }) { return index }
        let nearest = NearestName.nearest(to: id, among: program.nodes.map(\.id))
        let advice = nearest.map { " Did you mean \"\($0)\"?" } ?? ""
        problems.append(
            Diagnostic(
                code: "test.node", message: "\"\(id)\" is not a node of the document.\(advice)", pointer: place.text))
        return nil
    }
}

extension Program {
    /// The program with another body, and without code that the body does not use.
    fileprivate func tested(body: Block, nodes: [ProgramNode], pinned: Set<Int>, handler: String) -> Program {
        let used = body.templates.sorted()
        let places = Dictionary(zip(used, used.indices), uniquingKeysWith: { first, _ in first })
        return Program(
            kind: kind, runsDurably: kind == .script, name: name, trigger: .manual, triggerCode: handler,
            dependencies: dependencies,
            nodes: nodes.enumerated().map {
                let node = pinned.contains($0) ? $1.pinned : $1
                return kind == .script ? node.once : node
            },
            templates: used.map { templates[$0] },
            body: body.mapping { statement in
                guard case .call(let call) = statement, case .template(let index, let params) = call.operation,
                    let place = places[index]
                else { return statement }
                return .call(Call(node: call.node, operation: .template(place, params: params)))
            })
    }
}

extension ProgramNode {
    /// Returns a value, which needs no credential and no second attempt.
    fileprivate var pinned: ProgramNode {
        ProgramNode(
            id: id, type: "step", variable: variable, storage: storage, stepName: stepName, exportName: exportName)
    }
}

extension Block {
    /// The block with values in the place of some nodes, and of all that runs within those.
    fileprivate func pinning(_ values: [Int: JSONValue]) -> Block {
        mapping { statement in
            guard let value = values[statement.node] else { return statement }
            let text = JSONValue.string(value.text).text
            let code = CodeText(parts: [.code("return JSON.parse(\(text));")], field: "code")
            return .call(Call(node: statement.node, operation: .step(code: code, inline: false)))
        }
    }

    fileprivate func hasExit(of node: Int) -> Bool {
        statements.contains { statement in
            if case .exit(let exit) = statement { return exit.node == node }
            return statement.blocks.contains { $0.hasExit(of: node) }
        }
    }

    /// The indexes of the templates that it uses.
    fileprivate var templates: Set<Int> {
        statements.reduce(into: []) { found, statement in
            if case .call(let call) = statement, case .template(let index, _) = call.operation { found.insert(index) }
            for block in statement.blocks { found.formUnion(block.templates) }
        }
    }
}
