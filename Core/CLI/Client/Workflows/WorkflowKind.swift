import ArgumentParser
import Values

/// A workflow's kind in the words of the pages: what the API calls a script is a function.
struct WorkflowKind {
    private static let words = ["workflow", "function"]

    /// As the API has it.
    let member: String

    /// - Parameter member: As the API has it.
    init(member: String) { self.member = member }

    /// - Parameter text: As a person writes it, or the API.
    /// - Throws: `ValidationError` for a word that is none.
    init(_ text: String) throws {
        guard Self.words.contains(text) || text == "script" else {
            throw ValidationError(
                "--kind: \"\(text)\" is not valid; expected \(Self.words.joined(separator: " or "))."
                    + NearestName.hint(for: text, among: Self.words))
        }
        member = text == "function" ? "script" : text
    }

    /// As people read it.
    var text: String { member == "script" ? "function" : member }
}
