import JSON
import PluginMessages

extension RunPrinter {
    mutating func print(_ loop: Loop) {
        let isKept = facts.isKept[loop.node]
        // The value is there when the loop is done, so that nobody sees half of it.
        let rounds = "$rounds\(loop.node)"
        if isKept { out.line("const \(rounds): any[] = [];") }
        let output = facts.outputLoops.contains(loop.node) ? output(of: loop.node) : nil
        if let output {
            out.line("let \(output): any;")
            out.line("const \(assigned(in: loop.node)): any[] = [];")
        }
        if facts.crossedLoops.contains(loop.node) {
            out.line("const \(sentinel(loop.node)) = \(global("Symbol"))(\"break\");")
        }
        let around = scope
        keepHidden(by: loop)
        let fresh = loop.fresh.filter { facts.isKept[$0] }
        let keeper = "$kept\(loop.node)"
        if !fresh.isEmpty {
            // A round's own variables hide those that it keeps its values in.
            let setters = fresh.map { "set \(variable($0))($value: any) { \(target($0))$value; }" }
            out.line("const \(keeper) = { \(setters.joined(separator: ", ")) };")
        }
        printHead(of: loop)
        scope.enter(loop: loop.node, index: loop.indexVariable)
        if !fresh.isEmpty {
            out.line("let " + fresh.map { "\(variable($0)): any" }.joined(separator: ", ") + ";")
            for node in fresh { scope.keepers[node] = keeper }
        }
        if let output { out.line("let _output: any = \(output);") }
        print(loop.body)
        if isKept, let value = loop.body.value { out.line("\(rounds).push(\(variable(value)));") }
        scope = around
        out.close("}")
        let value =
            output.map { "\($0) === undefined && \(assigned(in: loop.node)).length === 0 ? \(rounds) : \($0)" }
            ?? rounds
        if isKept { out.line("\(target(loop.node))\(value);") }
    }

    private mutating func printHead(of loop: Loop) {
        let label = facts.labelled.contains(loop.node) ? "\(self.label(loop.node)): " : ""
        let index = loop.indexVariable
        let name = JavaScriptText.string(program.nodes[loop.node].stepName)
        switch loop.kind {
        case .forEach(let collection, let item):
            use(.items)
            let code = printed(collection, of: loop.node)
            var items = code.parenthesized()
            if code.names(index) || code.names(item) {
                // What the loop binds hides what the code means: a variable of the loop around.
                items = "$collection\(loop.node)"
                out.line("const \(items): any = \(code.parenthesized());", holding: code.field)
            }
            out.line(
                "\(label)for (const [\(index), \(item)] of $items(\(items), \(name)).entries()) {", holding: code.field)
        case .while(let condition):
            var code = printed(condition, of: loop.node)
            if condition.usesOutput { code.aliases.append(("_output", output(of: loop.node))) }
            let test = condition.parts.isEmpty ? "" : code.parenthesized()
            out.line("\(label)for (let \(index) = 0; \(test); \(index)++) {", holding: code.field)
        case .times(.literal(let count)) where count.int.map({ $0 >= 0 }) == true:
            out.line("\(label)for (let \(index) = 0; \(index) < \(count.text); \(index)++) {")
        case .times(let count):
            use(.count)
            let total = "$count\(loop.node)"
            out.line("const \(total) = $count(\(values.print(count)), \(name));")
            out.line("\(label)for (let \(index) = 0; \(index) < \(total); \(index)++) {")
        }
        out.indentMore()
    }

    /// A loop around may count with the same name: names of steps need both rounds.
    private mutating func keepHidden(by loop: Loop) {
        let copy = "$around\(loop.node)"
        if scope.rename(index: loop.indexVariable, to: copy) { out.line("const \(copy) = \(loop.indexVariable);") }
    }

    /// Leaves a loop, an arm or the run.
    mutating func print(_ exit: Exit) {
        let leave =
            switch exit.target {
            case .loop(let node, _): departure(from: node)
            case .enclosing: scope.arms == 0 && hasExports ? "return graph;" : "return;"
            }
        if let condition = exit.condition.map({ printed($0, of: exit.node) }) {
            out.line("if \(condition.parenthesized()) \(leave)", holding: condition.field)
            if facts.isKept[exit.node] { out.line("\(target(exit.node))undefined;") }
        } else {
            out.line(leave)
        }
    }

    /// How control leaves a loop from here: out of an arm, which is a function, only by what the arm returns.
    func departure(from loop: Int) -> String {
        guard let index = scope.loops.lastIndex(where: { $0.node == loop }) else { return "break;" }
        if scope.loops[index].arms < scope.arms { return "return \(sentinel(loop));" }
        return index == scope.loops.count - 1 ? "break;" : "break \(label(loop));"
    }

    func sentinel(_ loop: Int) -> String { "$break\(loop)" }

    private func label(_ loop: Int) -> String { "$loop\(loop)" }
}
