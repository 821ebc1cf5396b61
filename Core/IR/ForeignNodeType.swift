/// What other workflow tools call the types of nodes.
enum ForeignNodeType {
    /// What follows `Unknown node type "forEach"`; `nil` for a name that no tool is known to have.
    static func advice(for type: String) -> String? {
        let name = type.lowercased().filter { $0.isLetter }
        if triggers.contains(name) {
            return ". What starts a run is not a node but the document's \"trigger\", such as {\"type\": \"http\"}."
        }
        if let kind = loops[name] { return "; did you mean \"loop\" with the loopType \"\(kind)\"?" }
        return types[name].map { "; did you mean \"\($0.rawValue)\"?" }
    }

    private static let triggers: Set = [
        "trigger", "start", "webhook", "webhooktrigger", "httptrigger", "cron", "crontrigger", "schedule",
        "scheduletrigger", "manual", "manualtrigger",
    ]

    private static let loops = [
        "foreach": "forEach", "for": "forEach", "iterator": "forEach", "iterate": "forEach", "map": "forEach",
        "while": "while", "whileloop": "while", "until": "while", "times": "times", "repeat": "times",
    ]

    private static let types: [String: BuiltInNode] = [
        "code": .step, "function": .step, "script": .step, "javascript": .step, "typescript": .step, "transform": .step,
        "set": .step, "task": .step, "action": .step, "lambda": .step,
        "if": .branch, "ifelse": .branch, "condition": .branch, "switch": .branch, "choice": .branch, "router": .branch,
        "delay": .sleep, "wait": .sleep, "pause": .sleep, "timer": .sleep, "waituntil": .sleepUntil,
        "http": .httpRequest, "fetch": .httpRequest, "request": .httpRequest, "api": .httpRequest, "rest": .httpRequest,
        "waitevent": .waitForEvent, "event": .waitForEvent, "signal": .waitForEvent, "waitforsignal": .waitForEvent,
        "approval": .waitForEvent, "humanapproval": .waitForEvent,
        "try": .tryCatch, "catch": .tryCatch, "errorhandler": .tryCatch,
        "exit": .exit, "stop": .exit, "end": .exit, "return": .exit,
        "subflow": .subWorkflow, "workflow": .subWorkflow, "executeworkflow": .subWorkflow,
        "callworkflow": .subWorkflow, "worker": .subScript, "callfunction": .subScript,
        "fork": .parallel, "split": .parallel,
    ]
}
