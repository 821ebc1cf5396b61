import JavaScript
import NodeLibrary

/// One declaration of the nodes' library.
struct LibraryPart: Sendable {
    enum Kind: Sendable { case value, type, both }

    let name: String
    let kind: Kind
    let isExported: Bool
    /// With the comment before it.
    let text: String
    /// Every name in it: its own variables too, which cost no more than a part that is not needed.
    let mentions: Set<String>

    /// The whole library, in its order.
    static let all: [LibraryPart] = NodeLibrary.files.flatMap { file in
        file.name == NodeLibrary.entry ? [] : chunks(file.text).compactMap(LibraryPart.init)
    }

    /// Cuts a file where a comment or a declaration begins a line: what belongs to a declaration is indented, or a bracket.
    private static func chunks(_ text: String) -> [String] {
        var chunks: [String] = []
        var isInComment = false
        for line in text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
            let isComment = line.first == UInt8(ascii: "/") || line.starts(with: " *".utf8)
            let begins = line.first.map { isLetter($0) || $0 == UInt8(ascii: "/") } ?? false
            if begins, !isInComment {
                chunks.append(String(Substring(line)))
            } else if !chunks.isEmpty {
                chunks[chunks.count - 1] += "\n\(Substring(line))"
            }
            isInComment = isComment
        }
        return chunks
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }

    private init?(_ chunk: String) {
        let source = JavaScriptSource(chunk)
        let tokens = source.significantTokens
        func spells(_ index: Int, _ word: String) -> Bool {
            tokens.indices.contains(index) && source.spells(tokens[index], word)
        }
        isExported = spells(0, "export")
        var index = isExported ? 1 : 0
        if spells(index, "async") { index += 1 }
        guard tokens.indices.contains(index + 1) else { return nil }
        switch source.text(of: tokens[index]) {
        case "function", "const": kind = .value
        case "class": kind = .both
        case "interface", "type": kind = .type
        default: return nil
        }
        name = source.text(of: tokens[index + 1])
        text = chunk.lastIndex { !$0.isNewline }.map { String(chunk[...$0]) } ?? ""
        let names = tokens.indices.filter { index in
            // A member's name mentions nothing.
            tokens[index].kind == .identifier && !spells(index - 1, ".") && !spells(index - 1, "?.")
                && !spells(index + 1, ":") && !(spells(index + 1, "?") && spells(index + 2, ":"))
        }
        mentions = Set(names.map { source.text(of: tokens[$0]) })
    }
}
