import JSON

/// Bytes that parts of a process's messages may have, in UTF-8. The shim cuts or refuses what a program makes longer
/// (`Shim/failures.ts`, `logs.ts`, `step.ts`, `use.ts`, `values.ts`; a character there is at most three bytes): what is longer
/// here is not the shim's.
enum MessageSizes {
    /// Kinds, levels and methods.
    static let word = 256
    /// Of a step, an error, a binding or another run.
    static let name = 4 << 10
    /// What a step is remembered by: the names of the steps that it is in.
    static let key = 64 << 10
    static let line = 16 << 10
    /// Of an error, or why a module does not load.
    static let message = 128 << 10
    /// Lines of an error's stack.
    static let lines = 100
    /// "Workflows: Limits" of Cloudflare's documentation.
    static let value = 1 << 20
    /// The content of a stream that a step returned, in base64.
    static let content = 45 << 20
    /// The head of a response, or the result of a method, which is a value within a text.
    static let answer = 8 << 20
    /// The arguments of a binding.
    static let arguments = 48 << 20
}

extension JSONReader {
    func text(_ name: String, _ most: Int) throws(JSONMismatch) -> String {
        try within(most, name, try string(name))
    }

    func optionalText(_ name: String, _ most: Int) throws(JSONMismatch) -> String? {
        guard let text = try optionalString(name) else { return nil }
        return try within(most, name, text)
    }

    private func within(_ most: Int, _ name: String, _ text: String) throws(JSONMismatch) -> String {
        guard text.utf8.count <= most else {
            throw mismatch(name, "has \(text.utf8.count) bytes, which is more than \(most)")
        }
        return text
    }
}

extension StepFailure {
    /// Of a message.
    init(bounded json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        _ = try reader.text("name", MessageSizes.name)
        _ = try reader.text("message", MessageSizes.message)
        let failure = try StepFailure(json: json)
        self.init(
            name: failure.name, message: failure.message, isRetryable: failure.isRetryable,
            lines: Array(failure.lines.prefix(MessageSizes.lines)))
    }
}
