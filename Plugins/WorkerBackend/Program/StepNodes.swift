import JSON
import JavaScript
import PluginMessages

/// From the names of durable steps to the nodes they are of.
package struct StepNodes: Sendable, Hashable, Codable {
    /// The node of a step, and the rounds of the loops around it, outermost first, from 0.
    package struct Place: Sendable, Hashable {
        package let node: String
        package let rounds: [Int]
    }

    /// By whole name.
    private var names: [String: String] = [:]
    /// By the name before the first round of a loop.
    private var loops: [String: String] = [:]

    package init() {}

    /// Reads the calls of `step` in generated lines; lines of users' own code are not looked at.
    package init(_ artifact: Artifact) {
        var mappings = artifact.lineMap[...]
        var node: String?
        var isOwn = false
        let bytes = Array(artifact.source.utf8)
        for (index, line) in LineBreaks.lines(of: bytes).enumerated() {
            while let mapping = mappings.first, mapping.line <= index + 1 {
                node = mapping.nodeId
                isOwn = mapping.field != nil
                mappings.removeFirst()
            }
            guard let node, !isOwn, let name = Self.name(in: Substring(decoding: bytes[line], as: UTF8.self)) else {
                continue
            }
            switch name {
            case .whole(let name): names[name] = node
            case .round(let name): loops[name] = node
            }
        }
    }

    package func node(of step: String) -> String? { place(of: step)?.node }

    /// - Parameter step: A name of a run. Platforms may add a number to one that comes again, `name-1`.
    package func place(of step: String) -> Place? {
        var name = Substring(step)
        while true {
            if let node = names[String(name)] { return Place(node: node, rounds: []) }
            if let round = name.firstRange(of: " ["), let node = loops[String(name[..<round.lowerBound])] {
                return Place(node: node, rounds: Self.rounds(in: name[round.lowerBound...]))
            }
            // `: status 3`, which a helper adds, and `-1`.
            guard let cut = name.lastIndex(where: { $0 == ":" || $0 == "-" }) else { return nil }
            name = name[..<cut]
        }
    }

    /// The numbers of ` [0] [12]`, up to whatever follows.
    private static func rounds(in text: Substring) -> [Int] {
        var rounds: [Int] = []
        var rest = text
        while rest.hasPrefix(" ["), let end = rest.firstIndex(of: "]"), let round = Int(rest[..<end].dropFirst(2)) {
            rounds.append(round)
            rest = rest[end...].dropFirst()
        }
        return rounds
    }

    private enum Name {
        case whole(String)
        case round(String)
    }

    private static let calls = [
        "await step.do(", "await step.sleep(", "await step.sleepUntil(", "await step.waitForEvent(",
        "await $request(step, ",
    ]

    private static func name(in line: Substring) -> Name? {
        guard let call = calls.lazy.compactMap({ line.firstRange(of: $0) }).first else { return nil }
        let argument = line[call.upperBound...]
        guard let quote = argument.first else { return nil }
        let rest = argument.dropFirst()
        if quote == "\"" {
            guard let end = end(of: rest, at: "\"") else { return nil }
            return (try? JSONValue(parsing: "\"\(rest[..<end])\""))?.string.map(Name.whole)
        }
        guard quote == "`", let end = rest.firstRange(of: " [${") else { return nil }
        let name = rest[..<end.lowerBound].replacing("\\`", with: "`").replacing("\\$", with: "$")
        return .round(String(name.replacing("\\\\", with: "\\")))
    }

    /// Where a quote ends that no backslash escapes.
    private static func end(of text: Substring, at quote: Character) -> Substring.Index? {
        var isEscaped = false
        for index in text.indices {
            if isEscaped {
                isEscaped = false
            } else if text[index] == "\\" {
                isEscaped = true
            } else if text[index] == quote {
                return index
            }
        }
        return nil
    }
}
