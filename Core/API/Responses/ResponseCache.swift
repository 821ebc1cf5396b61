import Hummingbird
import Platform
import Storage
import Synchronization

/// Answers that only say what is in the database, kept until anything is written to it: most reads come between two
/// writes, from clients that look again.
final class KeptAnswers: Sendable {
    private struct Question: Hashable {
        let project: ProjectID
        /// Path and query.
        let uri: String
    }

    private struct State {
        var revision: UInt64 = 0
        var answers: [Question: Response] = [:]
        /// Of all bodies.
        var bytes = 0

        mutating func keep(_ answer: Response, _ length: Int, _ question: Question, at revision: UInt64) {
            // It was made from this revision or a later one, and is right for this one.
            guard revision >= self.revision, length <= capacity / 8 else { return }
            if revision > self.revision || bytes + length > capacity {
                answers.removeAll(keepingCapacity: true)
                bytes = 0
                self.revision = revision
            }
            if answers.updateValue(answer, forKey: question) == nil { bytes += length }
        }
    }

    /// Bytes of bodies, before all are forgotten.
    private static let capacity = 8 << 20

    private let storage: any StorageDriver
    private let state = Mutex(State())

    init(_ storage: any StorageDriver) { self.storage = storage }

    /// - Parameter make: Asks nobody but the database, and says the same to everyone in the caller's project.
    func answer(
        _ request: Request, of caller: Caller, make: () async throws -> Response
    ) async throws -> Response {
        guard let revision = storage.revision else { return try await make() }
        let question = Question(project: caller.project, uri: request.uri.string)
        if let kept = state.withLock({ $0.revision == revision ? $0.answers[question] : nil }) { return kept }
        let answer = try await make()
        if answer.status == .ok, let length = answer.body.contentLength {
            state.withLock { $0.keep(answer, length, question, at: revision) }
        }
        return answer
    }
}
