/// Whose an error is and what it means for the request; the API maps each to one HTTP status.
package enum ErrorKind: String, Sendable, CaseIterable {
    /// The request or what it names is wrong.
    case unauthenticated, forbidden, notFound, invalid, conflict, unprocessable
    /// The request is refused before its use case is reached.
    case methodNotAllowed, preconditionFailed, tooLarge, unsupportedMediaType, tooManyRequests, headersTooLarge,
        httpVersion, misdirected
    case requestTimeout
    /// A plugin, or the service that it called, failed.
    case provider, timeout
    /// The server failed, or cannot work now.
    case unavailable, server
    /// Nothing can be written; what is there can be read.
    case storageFull
    /// Reported by the command line, never over HTTP.
    case commandLine
}
