import JavaScript

/// Whether code ends what it begins: code that does not would swallow what is generated around it.
enum CodeBalance {
    struct Problem {
        let message: String
        /// Within the code, from 1.
        let line: Int
    }

    static func problem(in source: JavaScriptSource) -> Problem? {
        var open: [JavaScriptToken] = []
        for token in source.tokens {
            guard token.isTerminated else {
                return Problem(message: "\(name(of: token)) has no end.", line: source.line(at: token.range.lowerBound))
            }
            switch token.kind {
            case .template(.head): open.append(token)
            case .template(.tail): open.removeLast()
            case .punctuator where token.range.count == 1:
                let byte = source.bytes[token.range.lowerBound]
                if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
                    open.append(token)
                } else if let opening = opening(of: byte) {
                    guard let last = open.popLast(), source.bytes[last.range.lowerBound] == opening else {
                        return Problem(
                            message: "Unmatched \"\(source.text(of: token))\".",
                            line: source.line(at: token.range.lowerBound))
                    }
                }
            default: break
            }
        }
        return open.last.map {
            Problem(message: "\"\(source.text(of: $0))\" is never closed.", line: source.line(at: $0.range.lowerBound))
        }
    }

    private static func opening(of byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: ")"): UInt8(ascii: "(")
        case UInt8(ascii: "]"): UInt8(ascii: "[")
        case UInt8(ascii: "}"): UInt8(ascii: "{")
        default: nil
        }
    }

    private static func name(of token: JavaScriptToken) -> String {
        switch token.kind {
        case .template: "A template literal"
        case .blockComment: "A comment"
        default: "A string"
        }
    }
}
