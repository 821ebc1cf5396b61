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
        let index = lineMap.lastIndex { $0.line <= problem.line }
        let mapping = index.map { lineMap[$0] }
        if let index, let unfinished = unfinished(problem, at: index) { return unfinished }
        let line = mapping?.fieldLine.map { $0 + problem.line - (mapping?.line ?? 0) }
        return Diagnostic(
            code: "worker.syntax", message: problem.message, pointer: pointer(mapping), nodeId: mapping?.nodeId,
            line: line)
    }

    /// An error at the brace that is written behind a node's code is one of the code's end.
    private func unfinished(_ problem: Esbuild.Problem, at index: Int) -> Diagnostic? {
        let mapping = lineMap[index]
        guard problem.message == "Unexpected \"}\"", mapping.line == problem.line, mapping.fieldLine == nil, index > 0
        else { return nil }
        let code = lineMap[index - 1]
        guard code.nodeId == mapping.nodeId, let start = code.fieldLine else { return nil }
        return Diagnostic(
            code: "worker.syntax", message: "The code ends before its last statement is complete.",
            pointer: pointer(code), nodeId: code.nodeId, line: start + mapping.line - 1 - code.line)
    }

    private func pointer(_ mapping: LineMapping?) -> String {
        guard let id = mapping?.nodeId, let node = positions[id] else {
            return mapping?.field.map { "/\($0)" } ?? ""
        }
        let field = mapping?.field.map { "/data/\($0.replacing(".", with: "/"))" } ?? ""
        return "/nodes/\(node)\(field)"
    }
}
