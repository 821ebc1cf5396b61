import ArgumentParser
import Foundation
import JSON

/// What a person passes in a file, on standard input, or as an argument.
enum ValueInput {
    /// - Parameter text: `-` for standard input, `@` and a file, or a value in JSON or YAML.
    static func json(_ text: String) throws -> JSONValue {
        if text == "-" || text.hasPrefix("@") {
            return try DocumentFile(path: text == "-" ? "-" : String(text.dropFirst())).value
        }
        do { return try JSONValue(parsing: text) } catch {
            // A text without quotes would be one in YAML; here it is rather a mistake.
            if let value = try? YAMLDocument(parsing: text).value, value.object != nil || value.array != nil {
                return value
            }
            let isJSON = text.first.map { "{[\"".contains($0) } ?? false
            if isJSON { throw ClientError(.usage, "\(text) is not valid JSON (\(error)) or YAML.") }
            throw ClientError(
                .usage,
                "Invalid value: \(JSONValue.string(text).text). Pass JSON such as '\(example(for: text))', @FILE in JSON or "
                    + "YAML, or - for standard input.")
        }
    }

    /// - Returns: An object in JSON; of `name=value` the one that was meant.
    private static func example(for text: String) -> String {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts[0].wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) != nil,
            !parts[1].contains("'")
        else { return #"{"name": "Ada"}"# }
        let value = (try? JSONValue(parsing: parts[1])) ?? .string(parts[1])
        return "{\(JSONValue.string(parts[0]).text): \(value.text)}"
    }

    /// Secrets in JSON come from a file or standard input.
    static func requireHidden(_ text: String?, option: String) throws {
        guard let text, text != "-", !text.hasPrefix("@") else { return }
        throw ValidationError("\(option) must be @FILE or -: other users of the machine see command lines.")
    }

    /// A secret: a line of standard input, which a terminal does not show.
    /// - Parameter prompt: Shown on a terminal.
    static func secret(_ prompt: String) throws -> String {
        let value = Terminal.isInteractive ? Terminal.ask(prompt, isShown: false) : try standardInput().withoutLineEnd
        guard !value.isEmpty else { throw ClientError(.usage, "Standard input is empty; expected the value.") }
        return value
    }

    /// The bytes of a file, or of standard input for `-`.
    /// - Parameter limit: Of bytes.
    /// - Throws: `ClientError` for more bytes.
    static func bytes(_ path: String, limit: Int = .max) throws -> [UInt8] {
        var status = stat()
        let isThere = path != "-" && stat(path, &status) == 0
        let kind = status.st_mode & S_IFMT
        let bytes: [UInt8]
        if path == "-" || (isThere && kind != S_IFREG && kind != S_IFDIR) {
            bytes = try read(path, limit: limit)
        } else if !isThere || status.st_size <= limit {
            bytes = Array(try Data(contentsOf: URL(filePath: path)))
        } else {
            throw tooLarge(path, limit)
        }
        guard bytes.count <= limit else { throw tooLarge(path, limit) }
        return bytes
    }

    /// - Throws: `CocoaError` for a file that is not there.
    static func requireFile(_ path: String) throws {
        guard !FileManager.default.fileExists(atPath: path) else { return }
        throw CocoaError(.fileReadNoSuchFile, userInfo: [NSFilePathErrorKey: path])
    }

    private static func tooLarge(_ path: String, _ limit: Int) -> ClientError {
        ClientError(.rejected, "\(path == "-" ? "Standard input" : path) is larger than \(limit >> 20) MiB.")
    }

    /// Of what has no size before it is read, such as a pipe; a little more than the limit when it has more.
    private static func read(_ path: String, limit: Int) throws -> [UInt8] {
        let file = path == "-" ? FileHandle.standardInput : try FileHandle(forReadingFrom: URL(filePath: path))
        var bytes: [UInt8] = []
        while bytes.count <= limit, let part = try file.read(upToCount: 1 << 20), !part.isEmpty { bytes += part }
        return bytes
    }

    private static func standardInput() throws -> String {
        guard let text = String(bytes: try bytes("-"), encoding: .utf8) else {
            throw ClientError(.rejected, "Standard input is not UTF-8.")
        }
        return text
    }
}

extension String {
    /// Without the end of its last line: `\r\n`, which is one character, or `\n`.
    var withoutLineEnd: String {
        var scalars = unicodeScalars[...]
        if scalars.last == "\n" { scalars.removeLast() }
        if scalars.endIndex < unicodeScalars.endIndex, scalars.last == "\r" { scalars.removeLast() }
        return String(scalars)
    }
}
