import JavaScript
import PluginMessages

extension Program {
    /// Visits every call, in the order of the text.
    func visitCalls(_ visit: (Call) -> Void) {
        _ = body.containsCall {
            visit($0); return false
        }
    }
}

extension Program {
    /// Whether the module needs `NonRetryableError`: for what is generated, or because the user's code names it.
    var throwsFinally: Bool {
        !templates.isEmpty || body.hasArms
            || body.containsCall { call in
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

    fileprivate func containsCall(where isIt: (Call) -> Bool) -> Bool {
        for statement in statements {
            if case .call(let call) = statement {
                if isIt(call) { return true }
            } else if statement.blocks.contains(where: { $0.containsCall(where: isIt) }) {
                return true
            }
        }
        return false
    }
}
