import Errors
import Foundation

/// Problems that are met again and again as long as they last, such as a full disk: each is logged when it begins, and then
/// now and then.
struct RepeatedProblems {
    private static let interval = Duration.seconds(300)
    /// More at a time are logged as they come.
    private static let most = 100

    private struct Problem: Hashable {
        let what: String
        let reason: String
    }

    private var logged: [Problem: Duration] = [:]

    /// - Parameters:
    ///   - what: The work that fails, without what tells one run from another.
    ///   - time: Of the steady clock.
    /// - Returns: Why, on one line for people; `nil` when that was logged a short while ago.
    mutating func reason(for error: any Error, of what: String, at time: Duration) -> String? {
        let reason = Self.text(of: error)
        logged = logged.filter { time - $0.value < Self.interval }
        let problem = Problem(what: what, reason: reason)
        guard logged[problem] == nil else { return nil }
        if logged.count < Self.most { logged[problem] = time }
        return reason
    }

    /// Errors of Foundation are described for developers, over several lines.
    static func text(of error: any Error) -> String {
        let text = FileProblem(error).map { "\($0)" } ?? "\(error)"
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
