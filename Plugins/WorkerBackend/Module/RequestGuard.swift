import JavaScript
import PluginMessages

/// What the default handler asks of a request, as the trigger's `auth` says. A handler of the user's own asks by itself.
struct RequestGuard {
    private let auth: TriggerAuth?
    private(set) var diagnostics: [Diagnostic] = []

    init(_ program: Program, code: TriggerCode?) {
        guard code?.answersRequests == true else {
            auth = program.auth
            if let name = auth?.variable, BindingKind(name: name) != .variable { report(bindingName: name) }
            return
        }
        auth = nil
        guard program.auth != nil else { return }
        diagnostics.append(
            Diagnostic(
                .warning, code: "worker.trigger.auth",
                message: "The trigger code handles requests, so \"auth\" is not used. Check requests in the code.",
                pointer: Self.pointer))
    }

    private static let pointer = "/trigger/auth"

    private mutating func report(bindingName name: String) {
        diagnostics.append(
            Diagnostic(
                code: "worker.trigger.auth",
                message:
                    "\"\(name)\" is the name of a binding, not of a variable. Choose another, such as WEBHOOK_TOKEN.",
                pointer: Self.pointer + "/secret"))
    }

    /// Whether no request is answered.
    var isClosed: Bool { auth == .closed }

    /// Whether a request has to show something.
    var isChecking: Bool { auth?.variable != nil }

    var environment: EnvironmentUses {
        var uses = EnvironmentUses()
        if let name = auth?.variable { uses.add(name, isOptional: false) }
        return uses
    }

    var helpers: Set<RuntimeHelper> {
        switch auth {
        case nil, .closed?: []
        case .bearer?: RuntimeHelper.bearer.closure
        case .signature?: RuntimeHelper.signature.closure
        }
    }

    /// The request, as it may be answered once it has shown what it has to.
    /// - Parameter limit: Of a body, in bytes.
    func checked(_ request: String, limit: Int) -> String {
        switch auth {
        case nil, .closed?: request
        case .bearer(let variable)?: "await $bearer(\(request), env.\(variable))"
        case .signature(let variable, let header)?:
            "await $signed(\(request), env.\(variable), \(JavaScriptText.string(header)), \(limit))"
        }
    }
}
