import IR
import JavaScript
import PluginMessages

/// Numbers in code.
extension Reads {
    /// Warns of integers that JavaScript rounds when it reads the code.
    mutating func checkNumbers(of reading: CodeReading, at place: () -> Place) {
        for token in reading.longNumbers {
            let spelling = reading.source.text(of: token)
            guard LargeIntegers.isLarge(spelling) else { continue }
            problems.warning(
                "ir.number.large", LargeIntegers.warning(spelling), at: place(), node: document.nodes[reader].id,
                line: reading.source.line(at: token.range.lowerBound))
        }
    }
}
