import Errors
import JSON
import PluginMessages

/// A problem as it is sent: with the request that it is about.
struct ProblemReport {
    let problem: Problem
    /// The path of the request; `nil` if it could not be parsed.
    let path: String?
    let requestID: String

    /// An error of the server's own.
    static let shape = Shape<ProblemReport>("Problem") {
        head
        Member("code", .text(code), \.problem.code)
        tail
    }

    /// An error of an endpoint that calls a plugin, whose code may be the plugin's.
    static let pluginShape = Shape<ProblemReport>("PluginProblem") {
        head
        Member(
            "code", .text.example("workflow.notFound"), \.problem.code,
            "One of the codes of `Problem`, or a code of the plugin, which begins with the plugin's name.")
        tail
    }

    private static let code = Schema.choice(
        ErrorCode.allCases.filter { $0.kind != .commandLine }.map(\.rawValue)
    ).note("A stable, machine-readable code.").example("workflow.notFound")

    @MemberBuilder<ProblemReport> private static var head: [Member<ProblemReport>] {
        Member(
            "type", .text.example("urn:millrace:problem:workflow.notFound"),
            { "urn:millrace:problem:\($0.problem.code)" }, "A URN that contains the code.")
        Member(
            "title", .text.example("Not Found"), \.problem.status.reasonPhrase, "The reason phrase of the status.")
        Member(
            "status", Shape<Int>.whole(400...599).example(404), \.problem.status.code,
            "The HTTP status, as in the status line.")
        Member(
            "detail", .text.example("Workflow \"x\" not found."), \.problem.message,
            "What is wrong and what to do next.")
        Member(
            "instance", .text.example("/api/workflows/x"), nullable: \.path,
            "The path of the request; null if it could not be parsed.")
        Member("error", .text.example("Workflow \"x\" not found."), \.problem.message, "The same as `detail`.")
    }

    @MemberBuilder<ProblemReport> private static var tail: [Member<ProblemReport>] {
        Member("details", .list(of: Diagnostic.problemShape).example([]), \.problem.details, "The individual problems.")
        Member(
            "requestId", .text.example("019a0b3c5d6e"), \.requestID, "The id of the request in the server's log.")
        Member(
            "current", .anything, optional: \.problem.current,
            "For status 412 of a draft or layout: the current state of the resource; `ETag` is its tag.")
    }
}

extension Diagnostic {
    /// One of the problems of a request or document.
    static let problemShape = Shape<Diagnostic>("ProblemDetail") {
        Member(
            "pointer", .text.example("/name"), \.pointer,
            "JSON pointer (RFC 6901) into the request or document; empty for the whole.")
        Member("code", .text.example("field.required"), \.code, "A stable code of this problem.")
        Member(
            "message", .text.example("must not be empty"), \.message,
            "What is wrong with the value, and what is allowed.")
        Member(
            "severity", .text(.choice(["error", "warning", "info"])), \.severity.rawValue,
            "`error` prevents the request; `warning` and `info` do not.")
        Member(
            "nodeId", .text.example("node-1"), nullable: \.nodeId,
            "The node of the document that has the problem; `null` if it is not a node's.")
        Member(
            "line", Shape<Int>.whole(1...1_000_000_000).example(.null), nullable: \.line,
            "Line within the text at `pointer`, if that is code.")
    }
}
