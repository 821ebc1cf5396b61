import IR
import JSON
import PluginMessages

/// Nodes with arms.
extension Lowering {
    mutating func branch(_ node: Int, in block: Int, depth: Int) -> Statement {
        let conditions = conditions(of: node)
        var changes: [Availability.Changes] = []
        let arms = document.routes[node].arms.enumerated().map { index, route in
            let arm = arm(from: route.starts, in: block, as: .choice, of: node, depth: depth)
            changes.append(arm.changes)
            return Branch.Arm(label: route.label, condition: conditions[index], body: arm.lowered.block)
        }
        if !document.nodes[node].hasElse { changes.append(Availability.Changes()) }
        reads.availability.setChoice(changes)
        isCompleted = changes.contains(where: \.isCompleted)
        return .branch(Branch(node: node, arms: arms))
    }

    mutating func conditions(of node: Int) -> [CodeText?] {
        let place = document.nodes[node].dataPlace
        return document.nodes[node].conditions.enumerated().map { index, condition in
            condition.map {
                reads.code($0.withoutSemicolon, field: "branches.\(index).condition") {
                    place.member("branches").element(index).member("condition")
                }
            }
        }
    }

    mutating func concurrentArms(_ node: Int, isRace: Bool, in block: Int, depth: Int) -> [Block] {
        surroundings.append(.arms)
        let exits = plainExits
        var changes: [Availability.Changes] = []
        let arms = document.routes[node].arms.map { route in
            let arm = arm(from: route.starts, in: block, as: .other, of: node, depth: depth)
            changes.append(arm.changes)
            return arm.lowered.block
        }
        surroundings.removeLast()
        if plainExits == exits, !isRace || arms.count == 1 {
            reads.availability.setAll(changes)
        } else {
            reads.availability.setSome(changes)
        }
        isCompleted = true
        return arms
    }

    mutating func tryCatch(_ node: Int, in block: Int, depth: Int) -> Statement {
        let routes = document.routes[node].arms
        let body = arm(from: routes[0].starts, in: block, as: .other, of: node, depth: depth)
        let mark = reads.availability.mark
        reads.availability.setSome([body.changes])
        reads.locals.append("err")
        let handler = arm(from: routes[1].starts, in: block, as: .other, of: node, depth: depth)
        reads.locals.removeLast()
        reads.availability.setSome([handler.changes])
        let finalizer =
            routes.count < 3 ? nil : self.finalizer(from: routes[2].starts, in: block, of: node, depth: depth)
        _ = reads.availability.withdraw(since: mark)
        reads.availability.setChoice([body.changes, handler.changes])
        if let finalizer { reads.availability.setAll([finalizer.changes]) }
        isCompleted =
            (body.changes.isCompleted || handler.changes.isCompleted) && finalizer?.changes.isCompleted != false
        return .tryCatch(
            TryCatch(
                node: node, body: body.lowered.block, handler: handler.lowered.block,
                finalizer: finalizer?.lowered.block))
    }

    /// The value of `finally` is nobody's.
    private mutating func finalizer(
        from starts: [Int], in block: Int, of node: Int, depth: Int
    ) -> (lowered: Lowered, changes: Availability.Changes) {
        let values = armValues[node]
        defer { armValues[node] = values }
        return arm(from: starts, in: block, as: .other, of: node, depth: depth)
    }

    mutating func loop(_ node: Int, in block: Int, depth: Int) -> Statement {
        let source = document.nodes[node]
        let mark = reads.mark
        let (outerLocals, outerIndexes, outerCounts) = (reads.locals, reads.indexes, reads.counts)
        warnOfHidden(by: source)
        surroundings.append(.loop(node))
        let kind = loopKind(of: node)
        let body = arm(from: document.routes[node].arms[0].starts, in: block, as: .other, of: node, depth: depth)
        surroundings.removeLast()
        reads.locals = outerLocals
        reads.indexes = outerIndexes
        reads.counts = outerCounts
        reads.endLoop(since: mark, body: body.lowered.index, in: block)
        if source.runsAtLeastOnce, !leftLoops.contains(node) {
            reads.availability.setAll([body.changes])
        } else {
            reads.availability.setSome([body.changes])
        }
        isCompleted = true
        if case .while(let condition) = kind, condition.parts.isEmpty, !leftLoops.contains(node) { warnOfEndless(node) }
        return .loop(Loop(node: node, kind: kind, indexVariable: source.indexVariable, body: body.lowered.block))
    }

    /// A node whose name the loop gives to something else.
    private mutating func warnOfHidden(by loop: WorkflowNode) {
        let isItem = loop.data["loopType"] == "forEach"
        let item = ("itemVar", loop.itemVariable, "item")
        let variables = (isItem ? [item] : []) + [("indexVar", loop.indexVariable, "index")]
        for (field, name, meaning) in variables {
            guard let hidden = names.displaced[name] else { continue }
            let place = loop.dataPlace.member(field)
            guard !reads.isNoted(name, at: { place }) else { continue }
            reads.problems.warning(
                "ir.loop.hidesNode",
                "\"\(name)\" is the loop's \(meaning) in its body, so the node \"\(document.nodes[hidden].id)\" cannot be "
                    + "read there. Set \"\(field)\" to another name.", at: place, node: loop.id)
        }
    }

    private mutating func warnOfEndless(_ node: Int) {
        reads.problems.warning(
            "ir.loop.endless",
            "The loop \"\(document.nodes[node].id)\" never ends: it has no condition and no \"break\" in its body. Add one.",
            at: document.nodes[node].place, node: document.nodes[node].id)
    }

    /// Also brings the loop's variables into scope.
    mutating func loopKind(of node: Int) -> Loop.Kind {
        let source = document.nodes[node]
        let place = source.dataPlace
        if source.data["loopType"] == "while" { reads.indexes.append(source.indexVariable) }
        defer { if source.data["loopType"] != "while" { reads.indexes.append(source.indexVariable) } }
        switch source.data["loopType"]?.string {
        case "forEach":
            let collection = collection(of: source)
            reads.locals += [source.itemVariable, source.indexVariable]
            return .forEach(collection: collection, itemVariable: source.itemVariable)
        case "while":
            reads.locals.append(source.indexVariable)
            reads.counts.append(source.indexVariable)
            let condition = source.data["condition"]?.string ?? ""
            return .while(
                condition: reads.code(
                    condition.allSatisfy(\.isWhitespace) ? "" : condition.withoutSemicolon, field: "condition"
                ) {
                    place.member("condition")
                })
        default:
            let count = reads.template(source.data["count"] ?? 1) { place.member("count") }
            reads.locals.append(source.indexVariable)
            reads.counts.append(source.indexVariable)
            return .times(count)
        }
    }

    /// JavaScript, or an array as JSON.
    private mutating func collection(of node: WorkflowNode) -> CodeText {
        let place = node.dataPlace
        switch node.data["collection"] {
        case .string(let code)?:
            reads.noteCollection(code) { place.member("collection") }
            reads.checkCollection(code) { place.member("collection") }
            return reads.code(code.withoutSemicolon, field: "collection") { place.member("collection") }
        case let value:
            let template = reads.template(value ?? []) { place.member("collection") }
            return CodeText(parts: template.code, field: "collection")
        }
    }

    mutating func exit(_ node: Int) -> Statement {
        let condition = condition(of: node)
        isCompleted = condition != nil
        var crossesArms = false
        for surrounding in surroundings.reversed() {
            switch surrounding {
            case .arms: crossesArms = true
            case .loop(let loop):
                leftLoops.insert(loop)
                return .exit(
                    Exit(node: node, condition: condition, target: .loop(node: loop, crossesArms: crossesArms)))
            }
        }
        plainExits += 1
        return .exit(Exit(node: node, condition: condition, target: .enclosing))
    }

    mutating func condition(of exit: Int) -> CodeText? {
        let node = document.nodes[exit]
        guard !node.alwaysLeaves, let condition = node.data["condition"]?.string else { return nil }
        return reads.code(condition.withoutSemicolon, field: "condition") { node.dataPlace.member("condition") }
    }
}

extension WorkflowNode {
    /// Of a loop: the number of rounds is written out, and it is at least one.
    fileprivate var runsAtLeastOnce: Bool {
        data["loopType"] == "times" && data["count"]?.int.map { $0 > 0 } ?? false
    }
}
