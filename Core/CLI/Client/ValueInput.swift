import ArgumentParser
import Foundation
import JSON

/// What a person passes in a file, on standard input, or as an argument.
enum ValueInput {
    /// - Parameter text: `-` for standard input, `@` and a file, or JSON.
    static func json(_ text: String) throws -> JSONValue {
        if text == "-" || text.hasPrefix("@") {
            return try DocumentFile(path: text == "-" ? "-" : String(text.dropFirst())).value
        }
        do { return try JSONValue(parsing: text) } catch {
            throw ClientError(
                .usage, "\"\(text)\" is not valid JSON: \(error). Pass JSON, @FILE, or - for standard input.")
        }
    }

    /// Secrets in JSON come from a file or standard input.
    static func requireHidden(_ text: String?, option: String) throws {
        guard let text, text != "-", !text.hasPrefix("@") else { return }
        throw ValidationError("\(option) must be @FILE or -: other users of the machine see command lines.")
    }

    /// A secret: a line of standard input, which a terminal does not show.
    /// - Parameter prompt: Shown on a terminal.
    static func secret(_ prompt: String) throws -> String {
        let text = Terminal.isInteractive ? Terminal.ask(prompt, isShown: false) : try standardInput()
        let value = text.hasSuffix("\n") ? String(text.dropLast()) : text
        guard !value.isEmpty else { throw ClientError(.usage, "Standard input is empty; expected the value.") }
        return value
    }

    /// The bytes of a file, or of standard input for `-`.
    static func bytes(_ path: String) throws -> [UInt8] {
        if path == "-" { return Array(try FileHandle.standardInput.readToEnd() ?? Data()) }
        return Array(try Data(contentsOf: URL(filePath: path)))
    }

    private static func standardInput() throws -> String {
        guard let text = String(bytes: try bytes("-"), encoding: .utf8) else {
            throw ClientError(.rejected, "Standard input is not UTF-8.")
        }
        return text
    }
}
