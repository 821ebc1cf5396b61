import PluginMessages

/// A member of `env` that code calls as only a binding can be called, and that is none.
///
/// A name that begins like no binding is an environment variable, whose value is text; text has no such function. The
/// document is accepted anyway, as every name that nothing binds is a variable; a deploy needs the variable.
struct UnknownBinding: Sendable, Equatable {
    let name: String
    let function: String
    /// Of the first call, from 1.
    let line: Int

    static func isSuspect(_ name: String, _ function: String) -> Bool {
        BindingKind(name: name) == .variable && !functionsOfText.contains(function)
    }

    /// - Parameter known: The bindings that the module has whatever they are called.
    static func diagnostics(
        _ bindings: [UnknownBinding], known: Set<String>, pointer: String, nodeId: String?
    ) -> [Diagnostic] {
        bindings.filter { !known.contains($0.name) }.map {
            Diagnostic(
                .warning, code: "worker.binding.unknown", message: $0.message, pointer: pointer, nodeId: nodeId,
                line: $0.line)
        }
    }

    /// Why a deploy cannot have it, unless a variable of that name is set.
    var message: String {
        "\"\(name)\" is not a known binding, and env.\(name).\(function)() is not possible for an environment variable, "
            + "whose value is text. \(advice)"
    }

    private var advice: String {
        let prefixes =
            "KV, DB, BUCKET, QUEUE, AI, VECTORIZE, ANALYTICS, HYPERDRIVE, BROWSER, SERVICE, RATE_LIMITER, SEND_EMAIL, "
            + "SECRETS_STORE or DURABLE_OBJECT"
        let expected = "The name of a binding begins with \(prefixes)"
        return switch function {
        case "fetch", "connect": "\(expected): rename it to SERVICE_\(name) for a service binding."
        case "getWithMetadata", "list": "\(expected): rename it to KV_\(name) for a KV namespace."
        case "prepare", "batch", "exec": "\(expected): rename it to DB_\(name) for a D1 database."
        case "sendBatch": "\(expected): rename it to QUEUE_\(name) for a queue."
        case "send": "\(expected): rename it to QUEUE_\(name) for a queue, or SEND_EMAIL_\(name) for email."
        case "writeDataPoint": "\(expected): rename it to ANALYTICS_\(name) for Analytics Engine."
        case "create": "Start other workflows with a \"sub_workflow\" node."
        default: "\(expected)."
        }
    }

    /// ECMAScript 2025, "Properties of the String Prototype Object", with what every object has.
    private static let functionsOfText: Set<String> = [
        "anchor", "at", "big", "blink", "bold", "charAt", "charCodeAt", "codePointAt", "concat", "endsWith", "fixed",
        "fontcolor", "fontsize", "hasOwnProperty", "includes", "indexOf", "isPrototypeOf", "isWellFormed", "italics",
        "lastIndexOf", "link", "localeCompare", "match", "matchAll", "normalize", "padEnd", "padStart",
        "propertyIsEnumerable", "repeat", "replace", "replaceAll", "search", "slice", "small", "split", "startsWith",
        "strike", "sub", "substr", "substring", "sup", "toLocaleLowerCase", "toLocaleString", "toLocaleUpperCase",
        "toLowerCase", "toString", "toUpperCase", "toWellFormed", "trim", "trimEnd", "trimLeft", "trimRight",
        "trimStart", "valueOf",
    ]
}
