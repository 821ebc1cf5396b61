import Synchronization

/// Slows down who guesses passwords: after a few failures, each further attempt for the account or from the network has to
/// wait, twice as long each time.
final class SignInDelays: Sendable {
    enum Origin: Sendable, Hashable {
        /// By the hash of its address: what strangers send is not kept.
        case account(String)
        case network(String)

        /// Those of an attempt to sign in.
        static func all(email: String, _ source: SignInSource) -> [Origin] {
            [.account(Token(text: email).hash), .network(source.network)]
        }

        /// Failures without a wait: people mistype, and many people share a network.
        fileprivate var free: Int {
            switch self {
            case .account: 5
            case .network: 20
            }
        }
    }

    private struct Failures {
        var count = 0
        var lastAt: ContinuousClock.Instant
    }

    /// Longer than a check of a password takes on a busy machine.
    private static let shortest = Duration.seconds(30)
    /// Nobody can shut a person out for longer than this by guessing.
    static let longest = Duration.seconds(300)
    /// After which failures are forgotten.
    private static let memory = Duration.seconds(3600)
    /// Origins that are remembered.
    private static let capacity = 20_000

    private struct Lines {
        var beganAt: ContinuousClock.Instant
        var count = 0
        var omitted = 0
    }

    /// Lines of the audit log in an hour about accounts that do not exist. Those that exist slow attempts down.
    static let mostLines = 1000

    private let failures = Mutex<[Origin: Failures]>([:])
    private let lines = Mutex<Lines?>(nil)

    /// Counts a line about an account that does not exist.
    /// - Returns: How many were left out before it; `nil` when this one is left out, too.
    func line(at now: ContinuousClock.Instant = .now) -> Int? {
        lines.withLock { lines in
            var current = lines.flatMap { $0.beganAt + Self.memory > now ? $0 : nil } ?? Lines(beganAt: now)
            // What was left out in an earlier hour is told by the first line of this one.
            if current.beganAt == now { current.omitted = lines?.omitted ?? 0 }
            defer { lines = current }
            guard current.count < Self.mostLines else {
                current.omitted += 1
                return nil
            }
            current.count += 1
            defer { current.omitted = 0 }
            return current.omitted
        }
    }

    /// Counts an attempt as a failure until it succeeds, so that attempts at the same time count, too.
    /// - Throws: ``SignInDelayed`` without counting it.
    func begin(_ origins: [Origin], at now: ContinuousClock.Instant = .now) throws(SignInDelayed) {
        let wait = failures.withLock { failures -> Duration in
            let wait = origins.map { Self.wait(for: $0, failures[$0], at: now) }.max() ?? .zero
            guard wait <= .zero else { return wait }
            if failures.count + origins.count > Self.capacity { Self.trim(&failures, at: now) }
            for origin in origins {
                var entry = Self.current(failures[origin], at: now) ?? Failures(lastAt: now)
                entry.count += 1
                entry.lastAt = now
                failures[origin] = entry
            }
            return .zero
        }
        if wait > .zero { throw SignInDelayed(seconds: max(1, Int(wait.components.seconds) + 1)) }
    }

    /// The account is its person's again; of a network one attempt less has failed.
    func succeed(_ origins: [Origin]) {
        failures.withLock { failures in
            for origin in origins {
                switch origin {
                case .account: failures[origin] = nil
                case .network: failures[origin]?.count -= 1
                }
            }
        }
    }

    private static func current(_ entry: Failures?, at now: ContinuousClock.Instant) -> Failures? {
        entry.flatMap { $0.lastAt + memory > now ? $0 : nil }
    }

    private static func wait(
        for origin: Origin, _ entry: Failures?, at now: ContinuousClock.Instant
    ) -> Duration {
        guard let entry = current(entry, at: now), entry.count >= origin.free else { return .zero }
        let step = shortest * (1 << min(entry.count - origin.free, 10))
        return now.duration(to: entry.lastAt + min(step, longest))
    }

    private static func trim(_ failures: inout [Origin: Failures], at now: ContinuousClock.Instant) {
        failures = failures.filter { $0.value.lastAt + memory > now }
        guard failures.count > capacity / 2 else { return }
        // Those that have to wait longest stay.
        let kept = failures.sorted { ($0.value.count, $0.value.lastAt) > ($1.value.count, $1.value.lastAt) }
        failures = Dictionary(uniqueKeysWithValues: kept.prefix(capacity / 2).map { ($0.key, $0.value) })
    }
}
