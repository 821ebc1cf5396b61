import Foundation
import JSON
import PluginMessages

/// From lines of a deployed module to nodes.
struct LineMap: Sendable {
    /// Ascending by line.
    private let starts: [LineMapping]

    init(_ mappings: [LineMapping]) { starts = mappings }

    /// The node that a line belongs to.
    func node(at line: Int) -> String? { start(at: line)?.nodeId }

    private func start(at line: Int) -> LineMapping? {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].line <= line { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : starts[low - 1]
    }

    /// The node that an error came from: the innermost line that belongs to one says it.
    func node(at lines: [Int]) -> String? {
        lines.lazy.compactMap(node(at:)).first
    }

    /// An error with the place that it came from.
    func failure(_ failure: StepFailure) -> RunFailure {
        guard let line = failure.lines.first(where: { node(at: $0) != nil }), let start = start(at: line) else {
            return RunFailure(name: failure.name, message: failure.message)
        }
        return RunFailure(
            name: failure.name, message: failure.message, nodeId: start.nodeId, field: start.field,
            line: start.fieldLine.map { $0 + line - start.line })
    }

    /// A text in which places of the deployed module, as stacks have them, name its nodes and not this machine's folders.
    func named(_ text: String, module: URL) -> String {
        let name = module.lastPathComponent
        // The program itself sees its file in the root folder.
        let parts = ["", DeploymentFolder.own].reduce(text) { text, folder in
            text.replacing("file://\(folder)/\(name):", with: "\(module.absoluteString):")
        }
        .components(separatedBy: module.absoluteString + ":")
        return parts.dropFirst().reduce(parts[0]) { start, part in
            let place = part.prefix { $0.isNumber || $0 == ":" }
            let node = Int(place.prefix(while: \.isNumber)).flatMap(node(at:)).map { ", node \"\($0)\"" } ?? ""
            return "\(start)\(name):\(place)\(node)\(part.dropFirst(place.count))"
        }
    }

    /// Lists of a line and a node's id or null, and of lines of code of the document its field and the line there.
    var json: JSONValue {
        .array(
            starts.map { start in
                let place: [JSONValue] = [.int(start.line), start.nodeId.map(JSONValue.string) ?? .null]
                guard let field = start.field, let line = start.fieldLine else { return .array(place) }
                return .array(place + [.string(field), .int(line)])
            })
    }

    init(json: JSONValue) {
        starts = (json.array ?? []).compactMap { pair in
            // Earlier releases kept no fields.
            guard let pair = pair.array, [2, 4].contains(pair.count), let line = pair[0].int else { return nil }
            let (field, fieldLine) = pair.count == 4 ? (pair[2].string, pair[3].int) : (nil, nil)
            return LineMapping(line: line, nodeId: pair[1].string, field: field, fieldLine: fieldLine)
        }
    }
}
