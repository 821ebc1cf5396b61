import Foundation
import JSON
import PluginMessages

/// From lines of a deployed module to nodes.
struct LineMap: Sendable {
    private let starts: [(line: Int, node: String?)]

    init(_ mappings: [LineMapping]) { starts = mappings.map { ($0.line, $0.nodeId) } }

    /// The node that a line belongs to.
    func node(at line: Int) -> String? {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle].line <= line { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : starts[low - 1].node
    }

    /// The node that an error came from: the innermost line that belongs to one says it.
    func node(at lines: [Int]) -> String? {
        lines.lazy.compactMap(node(at:)).first
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

    /// Pairs of a line and a node's id or null.
    var json: JSONValue {
        .array(starts.map { .array([.int($0.line), $0.node.map(JSONValue.string) ?? .null]) })
    }

    init(json: JSONValue) {
        starts = (json.array ?? []).compactMap { pair in
            guard let pair = pair.array, pair.count == 2, let line = pair[0].int else { return nil }
            return (line, pair[1].string)
        }
    }
}
