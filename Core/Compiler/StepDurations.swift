import JSON
import JavaScript
import Values

/// The durations that code gives as text to steps of its own: `step.sleep("wait", "1 hour")`. A run reads them by the grammar
/// of those in fields.
struct StepDurations {
    struct Fault {
        let error: InvalidDuration
        let token: Int
    }

    let analysis: ScopeAnalysis

    private static let names: Set<String> = ["delay", "timeout"]

    /// - Parameter token: A `step` that is nobody's own.
    func faults(ofStepAt token: Int) -> [Fault] {
        guard analysis.spells(token + 1, "."), analysis.spells(token + 3, "(") else { return [] }
        let tokens: [Int]
        switch analysis.text(token + 2) {
        case "sleep": tokens = secondArgument(of: token + 3).map { $0.count == 1 ? [$0.lowerBound] : [] } ?? []
        case "do", "waitForEvent": tokens = secondArgument(of: token + 3).map(members) ?? []
        default: return []
        }
        return tokens.compactMap(fault)
    }

    /// The tokens between the first comma of a call and the next, or its end.
    /// - Parameter opening: Its `(`.
    private func secondArgument(of opening: Int) -> Range<Int>? {
        var (depth, start) = (0, Int?.none)
        for index in opening..<analysis.tokens.count where analysis.tokens[index].kind == .punctuator {
            switch analysis.text(index) {
            case "(", "[", "{": depth += 1
            case ")", "]", "}":
                depth -= 1
                if depth == 0 { return start.map { $0..<index } }
            case "," where depth == 1:
                if let start { return start..<index }
                start = index + 1
            default: break
            }
        }
        return nil
    }

    /// The values of an object that are durations.
    private func members(of object: Range<Int>) -> [Int] {
        guard !object.isEmpty, analysis.spells(object.lowerBound, "{") else { return [] }
        return object.dropFirst(2).dropLast().filter { index in
            guard analysis.spells(index - 1, ":"), analysis.spells(index + 1, ",") || analysis.spells(index + 1, "}")
            else { return false }
            return Self.names.contains(string(index - 2) ?? analysis.text(index - 2))
        }
    }

    private func fault(_ index: Int) -> Fault? {
        guard let text = string(index) else { return nil }
        do {
            _ = try DurationText.milliseconds(of: text)
            return nil
        } catch {
            return Fault(error: error, token: index)
        }
    }

    /// What a string without escapes holds.
    private func string(_ index: Int) -> String? {
        guard case .string = analysis.tokens[index].kind else { return nil }
        let text = analysis.source.text(analysis.tokens[index].contentRange)
        return text.utf8.contains(UInt8(ascii: "\\")) ? nil : text
    }
}
