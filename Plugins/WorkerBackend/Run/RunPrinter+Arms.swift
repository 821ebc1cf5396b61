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
        out.open("\(target)await Promise.\(isRace ? "race" : "all")([")
        for arm in arms { print(arm, isKept: facts.isKept[node]) }
        out.close("]);")
        for loop in crossed {
            let wasLeft = isRace ? "\(result) === \(sentinel(loop))" : "\(result).includes(\(sentinel(loop)))"
            out.line("if (\(wasLeft)) \(departure(from: loop))")
        }
        if !crossed.isEmpty, facts.isKept[node] { out.line("\(self.target(node))\(result);") }
    }

    private mutating func print(_ arm: Block, isKept: Bool) {
        out.open("(async () => {")
        scope.enterArm()
        print(arm)
        if isKept, let value = arm.value { out.line("return \(variable(value));") }
        scope.leaveArm()
        out.close("})(),")
    }
}
