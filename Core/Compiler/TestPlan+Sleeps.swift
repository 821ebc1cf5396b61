import JSON
import PluginMessages

extension Block {
    /// In a loop.
    private static var moment: Int { 1000 }

    /// The sleeps that a test need not wait for. Those in arms of a `race` are left out: they are the time that the other arms
    /// have.
    func skippableSleeps(inLoop: Bool = false) -> [SkippedSleep] {
        statements.flatMap { statement -> [SkippedSleep] in
            switch statement {
            case .call(let call):
                return call.operation.isSleep
                    ? [SkippedSleep(node: call.node, longest: inLoop ? Self.moment : 0)] : []
            case .race, .exit: return []
            case .loop(let loop): return loop.body.skippableSleeps(inLoop: true)
            case .branch, .parallel, .tryCatch: return statement.blocks.flatMap { $0.skippableSleeps(inLoop: inLoop) }
            }
        }
    }

    /// The block with shorter sleeps. How long they would be is not evaluated.
    func skipping(_ sleeps: [SkippedSleep]) -> Block {
        let longest = Dictionary(sleeps.map { ($0.node, $0.longest) }, uniquingKeysWith: { first, _ in first })
        return mapping { statement in
            guard case .call(let call) = statement, let longest = longest[call.node] else { return statement }
            return .call(Call(node: call.node, operation: call.operation.sleeping(atMost: longest)))
        }
    }
}

extension PluginMessages.Operation {
    fileprivate var isSleep: Bool {
        switch self {
        case .sleep, .sleepUntil: true
        case .step, .http, .waitForEvent, .subWorkflow, .subScript, .template: false
        }
    }

    fileprivate func sleeping(atMost longest: Int) -> PluginMessages.Operation {
        if case .sleep(.literal(let length)) = self, let length = length.int, length < longest { return self }
        return .sleep(.literal(.int(longest)))
    }
}
