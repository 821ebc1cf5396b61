import IR
import JSON

/// Reads the code of steps before they are lowered, many nodes at once: what a code says by itself needs nothing of the
/// nodes before it.
struct CodeAhead: Sendable {
    /// So many nodes are read ahead, so that what is kept stays small in a long document.
    private static let window = 1024

    private let nodes: [WorkflowNode]
    private let division: Division
    /// By node; empty where nothing has been read yet.
    private var windows: [[CodeReading?]]

    private init(_ nodes: [WorkflowNode], division: Division) {
        self.nodes = nodes
        self.division = division
        let count = division.divides(nodes.count) ? (nodes.count - 1) / Self.window + 1 : 0
        windows = Array(repeating: [], count: count)
    }

    /// Reads the code of the first nodes while something else is done.
    static func begin<Other: Sendable>(
        _ nodes: [WorkflowNode], division: Division, beside other: @Sendable () -> Other
    ) -> (other: Other, ahead: CodeAhead) {
        var ahead = CodeAhead(nodes, division: division)
        guard !ahead.windows.isEmpty else { return (other(), ahead) }
        let (other, first) = ahead.read(from: 0, beside: other)
        ahead.windows[0] = first
        return (other, ahead)
    }

    /// The reading of a step's code, once; `nil` when there is none, or it has been taken.
    mutating func take(_ node: Int) -> CodeReading? {
        let (window, index) = node.quotientAndRemainder(dividingBy: Self.window)
        guard windows.indices.contains(window) else { return nil }
        if windows[window].isEmpty { windows[window] = read(from: window * Self.window, beside: {}).readings }
        return windows[window][index].take()
    }

    private func read<Other: Sendable>(
        from start: Int, beside other: @Sendable () -> Other
    ) -> (other: Other, readings: [CodeReading?]) {
        let count = min(Self.window, nodes.count - start)
        let (other, parts) = division.map(count, beside: other) { [nodes] range in
            range.map { Self.read(nodes[start + $0]) }
        }
        return (other, Array(parts.joined()))
    }

    private static func read(_ node: WorkflowNode) -> CodeReading? {
        guard node.builtIn == .step, let code = node.data["code"]?.string, !code.isEmpty else { return nil }
        return CodeReading(code, field: "code")
    }
}
