import JSON

/// An error of an attempt or a step, as the shim tells it and the journal keeps it.
struct StepFailure: Error, Hashable {
    let name: String
    let message: String
    /// `false`: another attempt is pointless.
    let isRetryable: Bool
    /// Lines of the deployed module in the error's stack, innermost first.
    let lines: [Int]

    /// Of the text that is kept, about.
    var bytes: Int { name.utf8.count + message.utf8.count }

    var json: JSONValue {
        [
            "name": .string(name), "message": .string(message), "retryable": .bool(isRetryable),
            "lines": .array(lines.map(JSONValue.int)),
        ]
    }

    init(name: String, message: String, isRetryable: Bool = true, lines: [Int] = []) {
        self.name = name
        self.message = message
        self.isRetryable = isRetryable
        self.lines = lines
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        self.init(
            name: try reader.string("name"), message: try reader.string("message"),
            isRetryable: try reader.bool("retryable"),
            lines: try reader.value("lines").array?.compactMap(\.int) ?? [])
    }
}
