import JavaScript
import PluginMessages

extension Program {
    /// Every call, in the order of the text.
    var calls: [Call] {
        var calls: [Call] = []
        body.collect(into: &calls)
        return calls
    }
}

extension Program {
    /// Whether the module needs `NonRetryableError`: for what is generated, or because the user's code names it.
    var throwsFinally: Bool {
        !templates.isEmpty || body.hasArms
            || calls.contains { call in
                switch call.operation {
                case .step(let code, _):
                    code.parts.contains {
                        if case .code(let text) = $0 { text.containsBytes(of: "NonRetryableError") } else { false }
                    }
                case .http, .subScript, .subWorkflow: true
                case .sleep, .sleepUntil, .waitForEvent, .template: false
                }
            }
    }
}

extension Block {
    fileprivate var hasArms: Bool {
        statements.contains { statement in
            switch statement {
            case .parallel, .race: true
            case .call, .branch, .loop, .tryCatch, .exit: statement.blocks.contains(where: \.hasArms)
            }
        }
    }

    fileprivate func collect(into calls: inout [Call]) {
        for statement in statements {
            if case .call(let call) = statement { calls.append(call) }
            for block in statement.blocks { block.collect(into: &calls) }
        }
    }
}

extension Statement {
    /// The blocks in it, in order.
    var blocks: [Block] {
        switch self {
        case .call, .exit: []
        case .branch(let branch): branch.arms.map(\.body)
        case .parallel(_, let arms), .race(_, let arms): arms
        case .loop(let loop): [loop.body]
        case .tryCatch(let tryCatch): [tryCatch.body, tryCatch.handler] + (tryCatch.finalizer.map { [$0] } ?? [])
        }
    }
}
