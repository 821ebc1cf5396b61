import Crypto
import FoundationEssentials
import Synchronization
import Values

/// The sessions in which a server receives messages: each message is executed once, and none that was sent long ago.
///
/// The receiver makes a session and says how long it lasts, by its own clock alone. Who asks for one a second time gets another
/// one, sealed, in which no recorded message is. A session takes memory from its first message on, which only a server of the
/// installation can make.
package final class MessageSessions: Sendable {
    /// In which messages of a session may begin to arrive.
    static let lifetime = Duration.seconds(60)
    /// For which one that has begun to arrive may take longer.
    private static let arrival = Duration.seconds(60)
    /// Those that have messages. More end the oldest one.
    private static let most = 1_024

    private struct Session {
        let openedAt: Int
        var window = MessageWindow()
        /// Whether its sender has given it up.
        var hasEnded = false
    }

    private struct State {
        var sessions: [String: Session] = [:]
        /// Sessions that were opened until then have ended.
        var endedUntil = -1
    }

    /// A session as its sender names it.
    private struct Name {
        let id: String
        let openedAt: Int

        var text: String { "\(id).\(openedAt)" }
    }

    private let key = SymmetricKey(size: .bits256)
    private let clock: @Sendable () -> Duration
    private let state = Mutex(State())

    /// - Parameter clock: Time since any moment; it goes on while the machine sleeps.
    init(clock: @escaping @Sendable () -> Duration) { self.clock = clock }

    package convenience init() {
        let start = ContinuousClock.now
        self.init { .now - start }
    }

    /// - Parameter ended: Sessions whose messages, if any are under way, must not be executed any more.
    /// - Returns: What messages name the session by.
    func open(ending ended: [String]) -> String {
        let now = milliseconds
        state.withLock { state in
            for name in ended.prefix(MessageChannels.mostLeft).compactMap({ named($0) })
            where isOpen(name, now, state, for: Self.lifetime + Self.arrival) {
                state.sessions[name.id, default: Session(openedAt: name.openedAt)].hasEnded = true
            }
            trim(&state, now)
        }
        let name = Name(id: Hex.text(SymmetricKey(size: .bits128).withUnsafeBytes { Array($0) }), openedAt: now)
        return "\(name.text).\(Hex.text(code(of: name)))"
    }

    /// Whether a message would be executed. One that was is never said to be late: its sender would send it again.
    func refusal(of number: Int, in session: String) -> MessageRefusal? {
        let now = milliseconds
        return state.withLock { state in
            guard let name = named(session) else { return .expired }
            let known = state.sessions[name.id]
            if known.map({ $0.window.has(number) }) ?? (number < 1) { return .repeated }
            return known?.hasEnded != true && isOpen(name, now, state, for: Self.lifetime) ? nil : .expired
        }
    }

    /// Notes a message that is about to be executed.
    func receive(_ number: Int, in session: String) -> MessageRefusal? {
        let now = milliseconds
        return state.withLock { state in
            guard let name = named(session) else { return .expired }
            var session = state.sessions[name.id] ?? Session(openedAt: name.openedAt)
            guard !session.window.has(number) else { return .repeated }
            guard !session.hasEnded, isOpen(name, now, state, for: Self.lifetime + Self.arrival) else {
                return .expired
            }
            _ = session.window.insert(number)
            state.sessions[name.id] = session
            trim(&state, now)
            return nil
        }
    }

    private var milliseconds: Int { Int(clock() / .milliseconds(1)) }

    private func isOpen(_ name: Name, _ now: Int, _ state: State, for time: Duration) -> Bool {
        name.openedAt > state.endedUntil && now - name.openedAt < Int(time / .milliseconds(1))
    }

    private func trim(_ state: inout State, _ now: Int) {
        guard state.sessions.count > Self.most else { return }
        let lifetime = Int((Self.lifetime + Self.arrival) / .milliseconds(1))
        state.sessions = state.sessions.filter { now - $0.value.openedAt < lifetime }
        let all = state.sessions.values.map(\.openedAt).sorted()
        guard all.count > Self.most else { return }
        let limit = all[all.count - Self.most - 1]
        state.endedUntil = max(state.endedUntil, limit)
        state.sessions = state.sessions.filter { $0.value.openedAt > limit }
    }

    /// - Returns: `nil` for what this process has not made.
    private func named(_ text: String) -> Name? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let openedAt = Int(parts[1]), let code = Hex.bytes(parts[2]) else { return nil }
        let name = Name(id: parts[0], openedAt: openedAt)
        let isOwn = HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: Array(name.text.utf8), using: key)
        return isOwn ? name : nil
    }

    private func code(of name: Name) -> HMAC<SHA256>.MAC {
        HMAC<SHA256>.authenticationCode(for: Array(name.text.utf8), using: key)
    }
}
