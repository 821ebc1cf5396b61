import PluginMessages

/// Where in the document the lines of a module come from.
struct CodePlaces {
    private let positions: [String: Int]
    private let lineMap: [LineMapping]

    init(program: Program, lineMap: [LineMapping]) {
        positions = Dictionary(
            program.nodes.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        self.lineMap = lineMap
    }

    /// An error that names the node, and the line within its code.
    func diagnostic(_ problem: Esbuild.Problem) -> Diagnostic {
        let mapping = lineMap.last { $0.line <= problem.line }
        let line = mapping?.fieldLine.map { $0 + problem.line - (mapping?.line ?? 0) }
        return Diagnostic(
            code: "worker.syntax", message: problem.message, pointer: pointer(mapping), nodeId: mapping?.nodeId,
            line: line)
    }

    private func pointer(_ mapping: LineMapping?) -> String {
        guard let id = mapping?.nodeId, let node = positions[id] else {
            return mapping?.field.map { "/\($0)" } ?? ""
        }
        let field = mapping?.field.map { "/data/\($0.replacing(".", with: "/"))" } ?? ""
        return "/nodes/\(node)\(field)"
    }
}
