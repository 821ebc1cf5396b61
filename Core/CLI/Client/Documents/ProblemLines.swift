import JSON

/// Problems of a document as compilers print them: file, line and column.
///
/// A problem in code is at its own line of the file where the file has the code line by line: in a literal block of YAML, or in
/// a file of its own. Elsewhere it is at the code's field, and the line within the code is named.
struct ProblemLines {
    let lines: [String]

    /// - Parameters:
    ///   - problems: As the API reports them, with JSON pointers.
    ///   - codeFiles: Files with code beside the document, by the pointers that problems have.
    init(_ problems: [JSONValue], in file: DocumentFile, codeFiles: [String: String] = [:]) {
        let places = file.places
        let blocks = problems.contains { $0["line"]?.int != nil } ? file.blocks : [:]
        lines = problems.map { problem in
            let whole = problem["pointer"]?.string ?? ""
            let pointer = whole.hasPrefix("/ir/") ? String(whole.dropFirst(3)) : whole
            let place = places.nearest(to: pointer)
            let line = problem["line"]?.int
            var (path, row, column) = (file.path, place.line, place.column)
            var codeLine = line
            if let line, let codeFile = codeFiles[pointer] {
                (path, row, column, codeLine) = (codeFile, line, 1, nil)
            } else if let line, let first = blocks[pointer] {
                let number = first + line - 1
                let indentation = file.line(number)?.prefix { $0 == " " }.count ?? 0
                (row, column, codeLine) = (number, indentation + 1, nil)
            }
            let severity = problem["severity"]?.string ?? "error"
            let field = pointer.split(separator: "/").last.map(String.init) ?? "code"
            let names = [problem["nodeId"]?.string, codeLine.map { "line \($0) of its \(field)" }].compactMap(\.self)
            let node = names.isEmpty ? "" : " [\(names.joined(separator: ", "))]"
            // Where the document lacks the value, the place is that of what is around it.
            let message = CommandHints(problem["message"]?.string ?? "").text
            let isNamed = places[pointer] != nil || codeFiles[pointer] != nil || message.contains("\"\(field)\"")
            let missing = isNamed || pointer.isEmpty ? "" : "\(pointer): "
            let code = problem["code"]?.string ?? ""
            return "\(path):\(row):\(column): \(severity): \(missing)\(message)\(node) (\(code))".shownLine
        }
    }

    var text: String { lines.map { $0 + "\n" }.joined() }
}
