import IR
import JavaScript
import PluginMessages

/// Numbers in code.
extension Reads {
    /// Warns of integers that JavaScript rounds when it reads the code.
    mutating func checkNumbers(in source: JavaScriptSource, at place: () -> Place) {
        for token in source.tokens where token.range.count >= LargeIntegers.shortest && token.kind == .number {
            let spelling = source.text(of: token)
            guard LargeIntegers.isLarge(spelling) else { continue }
            problems.warning(
                "ir.number.large", LargeIntegers.warning(spelling), at: place(), node: document.nodes[reader].id,
                line: source.line(at: token.range.lowerBound))
        }
    }
}
