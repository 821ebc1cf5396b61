import Hummingbird
import NIOCore
import Platform

/// A body at whose end its sender must still be allowed what they were when it began: who asks is known from the headers, and a
/// client can take minutes to send the rest.
struct CheckedBody: AsyncSequence, Sendable {
    typealias Element = ByteBuffer

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var parts: RequestBody.AsyncIterator
        fileprivate let whole: CheckedBody

        mutating func next() async throws -> ByteBuffer? {
            if let part = try await parts.next() { return part }
            try await whole.check()
            return nil
        }
    }

    private let body: RequestBody
    private let access: OpenAccess
    private let caller: Caller
    private let patience: Duration
    private let start = ContinuousClock.now

    /// - Parameter patience: For how long what is known of a key is not looked up again: the bodies of programs are there by then.
    ///   People are looked up always: they make keys and invitations, which outlive their own access.
    init(_ body: RequestBody, of caller: Caller, _ access: OpenAccess, patience: Duration = .seconds(1)) {
        self.body = body
        self.caller = caller
        self.access = access
        self.patience = patience
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(parts: body.makeAsyncIterator(), whole: self) }

    private func check() async throws {
        switch caller.credential {
        case .key:
            guard ContinuousClock.now - start >= patience, await !access.isOpen(caller) else { return }
            throw PlatformError.unauthenticated(.unknown)
        case .session:
            guard await !access.isOpen(caller) else { return }
            throw PlatformError.unauthenticated(.session)
        }
    }
}
