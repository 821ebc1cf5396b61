import Errors
import PluginMessages

/// Why a use case was refused or failed; each error is made by a function beside its use case.
package struct PlatformError: Error, Sendable, CustomStringConvertible {
    package let kind: ErrorKind
    /// Stable, for programs: that of an ``ErrorCode``, or one of a plugin's own.
    package let code: String
    /// What is wrong, what is allowed and what to do next.
    package let message: String
    /// The problems one by one; pointers refer to the request, or to the document for ``ErrorCode/versionRejected``.
    package let details: [Diagnostic]
    /// Seconds after which a request may succeed, where a provider or vendor has said so.
    package let retryAfter: Int?
    /// Whether what was asked of another server may have been executed anyway.
    let isUncertain: Bool

    /// - Parameters:
    ///   - kind: `nil` for the code's own.
    ///   - retryAfter: Seconds, where a vendor has said so.
    init(
        _ code: ErrorCode, _ message: String, details: [Diagnostic] = [], kind: ErrorKind? = nil, retryAfter: Int? = nil
    ) {
        self.kind = kind ?? code.kind
        self.code = code.rawValue
        self.message = message
        self.details = details
        self.retryAfter = retryAfter
        isUncertain = false
    }

    /// A plugin's failure; its code may be the plugin's own.
    init(_ failure: PluginFailure, _ message: String, kind: ErrorKind) {
        self.kind = kind
        code = failure.code
        self.message = message
        details = []
        retryAfter = failure.retryAfter
        isUncertain = failure.isElsewhere && !failure.wasNotExecuted
    }

    package var description: String { message }

    /// Whether the error has this code.
    package func `is`(_ code: ErrorCode) -> Bool { self.code == code.rawValue }
}

extension PlatformError {
    /// Problems of a request's members; pointers refer to its body.
    package static func invalid(_ problems: [Diagnostic]) -> PlatformError {
        PlatformError(.requestInvalid, summary(of: problems, in: "The request"), details: problems)
    }

    /// A query that not every database can compare.
    package static var queryControl: PlatformError {
        .invalid([Diagnostic(code: "query.control", message: "The query contains U+0000 (%00); remove it.")])
    }

    /// A part of a path that means another path to some programs.
    package static func pathPart(_ part: String) -> PlatformError {
        let shown = part.unicodeScalars.map { $0 == "\0" ? "\\u0000" : String($0) }.joined()
        return PlatformError(
            .requestPath,
            "\"\(shown)\" is not a valid part of a path; expected a name without the segments \".\" and \"..\" and without "
                + "U+0000.")
    }

    /// A part of a path whose escapes do not decode.
    package static func pathEncoding(_ part: String) -> PlatformError {
        PlatformError(
            .requestPath,
            "\"\(part)\" is not a valid part of a path; expected percent-encoded UTF-8, such as \"%C3%A9\" for \"é\".")
    }

    /// - Parameter host: As the request names it.
    package static func otherHost(_ host: String) -> PlatformError {
        PlatformError(
            .requestHost,
            "\"\(ShownText.line(host))\" is not a name of this server; use its address, or set --public-url to the URL that people "
                + "use.")
    }

    /// The first problem, and how many there are.
    static func summary(of problems: [Diagnostic], in what: String) -> String {
        let errors = problems.filter { $0.severity == .error }
        guard let first = errors.first else { return "\(what) has a problem." }
        let place = first.pointer.isEmpty ? "" : "\(first.pointer): "
        return errors.count == 1
            ? place + first.message : "\(what) has \(errors.count) problems. \(place)\(first.message)"
    }
}
