import PluginMessages

/// Why programs cannot be started on this machine now, and when it is tried again. It says nothing about any program.
struct StartFailure: Sendable {
    /// Before the second try, doubled each time.
    private static let firstDelay = Duration.milliseconds(250)
    private static let longestDelay = Duration.seconds(30)

    let failure: PluginFailure
    /// Of the steady clock.
    var retryAt: Duration
    private let attempts: Int

    /// - Parameter earlier: The trouble that the last try had.
    init(_ reason: String, after earlier: StartFailure?, steady: Duration) {
        attempts = (earlier?.attempts ?? 0) + 1
        retryAt = steady + min(Self.firstDelay * (1 << min(attempts - 1, 10)), Self.longestDelay)
        failure = PluginFailure(
            .denoFailed, message: "Deno does not start: \(reason). Runs wait until it does.",
            retryable: true)
    }

    /// Whether nothing is started until ``retryAt``.
    func holds(at steady: Duration) -> Bool { steady < retryAt }
}
