import Errors

/// The documentation's page of all error codes, in Markdown.
enum ErrorPage {
    static var text: String {
        let areas = ErrorCode.allCases.map(area).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let sections = areas.map { name in
            "## \(name)\n\n| Code | Status | Cause | Resolution |\n| --- | --- | --- | --- |\n"
                + ErrorCode.allCases.filter { area($0) == name }.map(row).joined()
        }
        return introduction + "\n" + sections.joined(separator: "\n")
    }

    private static let introduction = """
        # Errors

        <!-- Generated from Core/Errors; MILLRACE_WRITE_PAGES=1 swift test --filter ErrorPageTests writes it. -->

        Every error response is `application/problem+json` (RFC 9457). `code` is stable and machine-readable; `detail` and
        `error` describe what is wrong and what to do next; `details` lists individual problems, each with a JSON pointer; the
        server's log has more under `requestId`. Codes without a status are reported by the command line. Plugins add codes of
        their own, which begin with the plugin's name. The codes of problems in documents are in the reference of workflow
        documents.

        """

    private static func area(_ code: ErrorCode) -> String { String(code.rawValue.prefix { $0 != "." }) }

    private static func row(_ code: ErrorCode) -> String {
        let status = code.kind == .commandLine ? "–" : "\(code.kind.status.code)"
        return "| `\(code)` | \(status) | \(code.entry.cause) | \(code.entry.cure) |\n"
    }
}
