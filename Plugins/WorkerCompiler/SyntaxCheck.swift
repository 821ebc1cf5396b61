import PluginMessages
import WorkerBackend

/// Finds the syntax errors of a program, of all its nodes together: a parser stops at the first.
struct SyntaxCheck {
    let backend: WorkerBackend
    let esbuild: Esbuild

    /// Each finds the error of one node at least, in some milliseconds.
    private static let mostRounds = 20

    /// Errors of a module that was parsed, at their places in the document.
    func diagnostics(
        _ problems: [Esbuild.Problem], in program: Program, source: String, lineMap: [LineMapping]
    ) async -> [Diagnostic] {
        let places = CodePlaces(program: program, lineMap: lineMap)
        var found: [Diagnostic] = []
        for problem in problems { found.append(places.diagnostic(await explained(problem, in: source))) }
        return found
    }

    /// The syntax errors of the nodes that no error is known of.
    /// - Parameters:
    ///   - known: The errors that were found.
    ///   - isParsed: Whether the whole program was parsed.
    func others(
        in program: Program, besides known: [Diagnostic], isParsed: Bool
    ) async throws(PluginFailure) -> [Diagnostic] {
        var found: [Diagnostic] = []
        var rest = program
        var last = known
        for round in 0..<Self.mostRounds {
            if let smaller = rest.without(codeOf: last) {
                rest = smaller
            } else if isParsed || round > 0 {
                break
            }
            let (source, lineMap) = backend.module(of: rest)
            let problems = try await esbuild.transform(.string(source)).problems
            guard !problems.isEmpty else { break }
            last = await diagnostics(problems, in: rest, source: source, lineMap: lineMap)
            found += last
        }
        return found
    }

    /// Names what is newer than the parser, which itself only reports what it expected.
    private func explained(_ problem: Esbuild.Problem, in source: String) async -> Esbuild.Problem {
        guard let syntax = NewerSyntax(in: source, line: problem.line, column: problem.column) else { return problem }
        let tool = "esbuild" + (await esbuild.version().map { " \($0)" } ?? "")
        return Esbuild.Problem(
            message:
                "\(syntax.name) is not supported by \(tool), which compiles the code. \(syntax.alternative), or set "
                + "ESBUILD in the plugin's settings to a newer esbuild.",
            line: problem.line, column: problem.column)
    }
}

extension [Diagnostic] {
    /// What is of nodes by their places in the document, then the rest.
    var inOrderOfNodes: [Diagnostic] {
        enumerated().map { (node: $1.node ?? .max, index: $0, diagnostic: $1) }
            .sorted { ($0.node, $0.index) < ($1.node, $1.index) }.map(\.diagnostic)
    }
}

extension Diagnostic {
    /// The index of the node that it is of.
    fileprivate var node: Int? {
        let parts = pointer.split(separator: "/")
        return parts.count > 1 && parts[0] == "nodes" ? Int(parts[1]) : nil
    }
}
