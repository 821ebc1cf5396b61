/// Refused and closed connections of a deployment, for the server's log: a program may try as many as it likes.
struct RefusedConnectionLog: Sendable {
    private static let interval = Duration.seconds(60)
    /// Lines in that time.
    private static let most = 20
    /// Characters of a target: programs make up names of any length.
    private static let longestTarget = 200

    private var since: Duration?
    private var logged: Set<String> = []
    private var omitted = 0

    /// - Parameters:
    ///   - outcome: What became of the connection.
    ///   - time: Of a steady clock.
    /// - Returns: The lines to log now; none for what was logged a short while ago, or after many others.
    mutating func lines(
        for reason: String, _ target: EgressTarget, outcome: String = "refused", at time: Duration
    ) -> [String] {
        var lines: [String] = []
        if since.map({ time - $0 >= Self.interval }) ?? true {
            if omitted > 0 { lines.append("\(omitted) other such connections are not in the log") }
            (since, logged, omitted) = (time, [], 0)
        }
        let text = "\(target)"
        let name = text.count > Self.longestTarget ? "\(text.prefix(Self.longestTarget))…" : text
        let line = "A connection to \(name) was \(outcome): \(reason)"
        if logged.count < Self.most, logged.insert(line).inserted {
            lines.append(line)
        } else {
            omitted += 1
        }
        return lines
    }
}
