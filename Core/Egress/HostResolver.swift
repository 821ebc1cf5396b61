import NIOCore
import NIOPosix
import Synchronization

/// Finds the addresses of hosts on threads of its own: a look-up blocks one for as long as name servers keep silent, and nobody
/// else's work may wait for that.
///
/// Who waits for the same name waits for the same look-up, and no longer than its own limit. A look-up that nobody waits for any
/// more is not begun.
package final class HostResolver: Sendable {
    /// - Returns: The addresses, or the code of the failure (`getaddrinfo`).
    package typealias Lookup = @Sendable (_ host: String) -> (addresses: [IPAddress], code: Int32)

    private struct Waiter {
        let continuation: CheckedContinuation<[IPAddress], any Error>
        let timer: Scheduled<Void>
    }

    private struct State {
        var last: UInt64 = 0
        /// By the host, and by the number of who waits. Of hosts whose look-ups have not ended.
        var waiters: [String: [UInt64: Waiter]] = [:]
        /// Who was cancelled before the wait began.
        var cancelled: Set<UInt64> = []
    }

    private let threads: NIOThreadPool
    private let mostHosts: Int
    private let lookup: Lookup
    private let state = Mutex(State())

    /// - Parameters:
    ///   - threads: Look-ups at a time.
    ///   - mostHosts: Names that are looked up or wait for it; further ones are refused.
    package init(threads: Int = 32, mostHosts: Int = 512, lookup: @escaping Lookup) {
        self.threads = NIOThreadPool(numberOfThreads: threads)
        self.mostHosts = mostHosts
        self.lookup = lookup
        self.threads.start()
    }

    /// Ends the threads once their look-ups have ended.
    package func stop() async throws { try await threads.shutdownGracefully() }

    /// - Parameter limit: The longest wait.
    /// - Throws: ``HostAddresses/Unresolved``
    func find(_ host: String, within limit: Duration) async throws -> [IPAddress] {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        defer { state.withLock { _ = $0.cancelled.remove(number) } }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                wait(number, for: host, within: limit, continuation)
            }
        } onCancel: {
            let waiter = state.withLock { state in
                guard let waiter = state.waiters[host]?.removeValue(forKey: number) else {
                    state.cancelled.insert(number)
                    return Waiter?.none
                }
                return waiter
            }
            waiter?.timer.cancel()
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    private enum Start { case begin, join, cancelled, refused }

    private func wait(
        _ number: UInt64, for host: String, within limit: Duration,
        _ continuation: CheckedContinuation<[IPAddress], any Error>
    ) {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let timer = loop.scheduleTask(in: .nanoseconds(Int64(limit / .nanoseconds(1)))) { [self] in
            let waiter = state.withLock { $0.waiters[host]?.removeValue(forKey: number) }
            let error = HostAddresses.Unresolved(
                description: "The name \(host) cannot be resolved: no answer within \(limit).")
            if let waiter { waiter.continuation.resume(throwing: error) }
        }
        let start = state.withLock { state -> Start in
            guard state.cancelled.remove(number) == nil else { return .cancelled }
            let isKnown = state.waiters[host] != nil
            guard isKnown || state.waiters.count < mostHosts else { return .refused }
            state.waiters[host, default: [:]][number] = Waiter(continuation: continuation, timer: timer)
            return isKnown ? .join : .begin
        }
        switch start {
        case .join: return
        case .begin: threads.submit { [self] _ in resolve(host) }
        case .cancelled:
            timer.cancel()
            continuation.resume(throwing: CancellationError())
        case .refused:
            timer.cancel()
            continuation.resume(
                throwing: HostAddresses.Unresolved(
                    description: "The name \(host) cannot be resolved: too many names are being resolved."))
        }
    }

    /// On a thread that it blocks.
    private func resolve(_ host: String) {
        let isAwaited = state.withLock { state in
            guard state.waiters[host]?.isEmpty == false else {
                state.waiters[host] = nil
                return false
            }
            return true
        }
        guard isAwaited else { return }
        let (addresses, code) = lookup(host)
        let waiters = state.withLock { $0.waiters.removeValue(forKey: host) } ?? [:]
        for waiter in waiters.values {
            waiter.timer.cancel()
            if addresses.isEmpty {
                waiter.continuation.resume(throwing: HostAddresses.Unresolved(host, code: code))
            } else {
                waiter.continuation.resume(returning: addresses)
            }
        }
    }
}
