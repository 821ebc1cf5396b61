import JSON

/// Problems of a document as compilers print them: file, line and column.
struct ProblemLines {
    let lines: [String]

    /// - Parameter problems: As the API reports them, with JSON pointers.
    init(_ problems: [JSONValue], in file: DocumentFile) {
        let places = file.places
        lines = problems.map { problem in
            let pointer = problem["pointer"]?.string ?? ""
            let place = places.nearest(to: pointer.hasPrefix("/ir/") ? String(pointer.dropFirst(3)) : pointer)
            let severity = problem["severity"]?.string ?? "error"
            // A line of code is one in its field.
            let code = problem["line"]?.int.map { "line \($0)" }
            let names = [problem["nodeId"]?.string, code].compactMap(\.self)
            let node = names.isEmpty ? "" : " [\(names.joined(separator: ", "))]"
            let message = CommandHints(problem["message"]?.string ?? "").text
            return
                "\(file.path):\(place.line):\(place.column): \(severity): \(message)\(node) (\(problem["code"]?.string ?? ""))"
                .printable
        }
    }

    var text: String { lines.map { $0 + "\n" }.joined() }
}
