import JSON

/// Why a run or a step failed, as a person reads it: `TypeError: x is not a function (node "charge", line 4 of its code)`.
struct RunFailureText {
    let text: String

    /// - Parameter error: The member `error` of a run or a step.
    /// - Returns: `nil` for one that did not fail.
    init?(_ error: JSONValue?) {
        guard let message = error?["message"]?.string else { return nil }
        let name = error?["name"]?.string ?? "Error"
        let place = Self.place(error)
        text = "\(name): \(message)\(place.isEmpty ? "" : " (\(place))")"
    }

    /// The node, and the line of the field whose code threw, as far as they are known.
    private static func place(_ error: JSONValue?) -> String {
        guard let node = error?["nodeId"]?.string else { return "" }
        guard let line = error?["line"]?.int, let field = error?["field"]?.string else { return "node \"\(node)\"" }
        return "node \"\(node)\", line \(line) of its \(field)"
    }
}

extension JSONValue {
    /// A run or a step with the text of its error in place of it.
    var withErrorText: JSONValue {
        guard var object, let text = RunFailureText(object["error"])?.text else { return self }
        object["error"] = .string(text)
        return .object(object)
    }
}
