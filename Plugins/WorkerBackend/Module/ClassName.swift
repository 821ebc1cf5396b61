/// Names that are made from a workflow's name.
enum ClassName {
    /// `order notification` as `OrderNotification`, `3d print` as `Workflow3dPrint`.
    /// - Parameter taken: Names that the module has already.
    static func make(_ name: String, avoiding taken: Set<String>) -> String {
        var className = words(name).map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
        if className.first?.isNumber != false { className = "Workflow\(className)" }
        while taken.contains(className) || reserved.contains(className) { className += "Workflow" }
        return className
    }

    /// `Order notification` as `order-notification.ts`.
    static func fileName(_ name: String) -> String {
        let words = words(name)
        return (words.isEmpty ? "workflow" : words.map { $0.lowercased() }.joined(separator: "-")) + ".ts"
    }

    /// Runs of ASCII letters and digits.
    private static func words(_ name: String) -> [Substring] {
        name.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    }

    /// What generated code, or the code in it, expects to mean something else.
    static let reserved: Set<String> = [
        "Env", "WorkflowEntrypoint", "WorkflowEvent", "WorkflowStep", "NonRetryableError", "Array", "ArrayBuffer",
        "BigInt", "Blob", "Boolean", "Buffer", "Date", "Error", "FormData", "Function", "Headers", "Infinity", "Intl",
        "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "Record", "Reflect",
        "RegExp",
        "Request", "RequestInit", "Response", "Set", "String", "Symbol", "TextDecoder", "TextEncoder", "TypeError",
        "URL", "URLSearchParams", "Uint8Array", "WeakMap", "WeakSet",
    ]
}
