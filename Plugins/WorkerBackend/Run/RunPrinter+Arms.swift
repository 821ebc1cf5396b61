import PluginMessages

/// `parallel` and `race`.
extension RunPrinter {
    mutating func print(_ arms: [Block], of node: Int, isRace: Bool) {
        // A race without runners would never end.
        guard !arms.isEmpty else {
            if facts.isKept[node] { out.line("\(target(node))\(isRace ? "undefined" : "[]");") }
            return
        }
        let crossed = facts.crossings[node] ?? []
        let result = "$arms\(node)"
        let target = crossed.isEmpty ? self.target(node) : "const \(result): any = "
        if isDurable {
            printDurable(arms, of: node, isRace: isRace, target: target)
        } else {
            out.open("\(target)await \(global("Promise")).\(isRace ? "race" : "all")([")
            for arm in arms { print(arm, isKept: facts.isKept[node], as: ("(async () => {", "})(),")) }
            out.close("]);")
        }
        for loop in crossed {
            let wasLeft = isRace ? "\(result) === \(sentinel(loop))" : "\(result).includes(\(sentinel(loop)))"
            out.line("if (\(wasLeft)) \(departure(from: loop))")
        }
        if !crossed.isEmpty, facts.isKept[node] { out.line("\(self.target(node))\(result);") }
    }

    /// Arms get steps of their own, which end with them: one that lost, or whose sibling failed, begins no other.
    private mutating func printDurable(_ arms: [Block], of node: Int, isRace: Bool, target: String) {
        use(isRace ? .race : .all)
        out.open("\(target)await \(isRace ? "$race" : "$all")(step, \(stepName(node)), [")
        for arm in arms { print(arm, isKept: facts.isKept[node], as: ("async (step: any) => {", "},")) }
        let assigned = arms.map { arm in
            facts.hoisted(in: arm).filter { facts.isKept[$0] }.map(variable)
        }
        guard assigned.contains(where: { !$0.isEmpty }) else { return out.close("]);") }
        // What an arm that is over had set would be there, or not, as chance has it.
        out.reopen("], ($arm) => {")
        for (index, variables) in assigned.enumerated() where !variables.isEmpty {
            out.line("if ($arm === \(index)) \(variables.joined(separator: " = ")) = undefined;")
        }
        out.close("});")
    }

    private mutating func print(_ arm: Block, isKept: Bool, as frame: (start: String, end: String)) {
        out.open(frame.start)
        scope.enterArm()
        print(arm)
        if isKept, let value = arm.value { out.line("return \(variable(value));") }
        scope.leaveArm()
        out.close(frame.end)
    }
}
