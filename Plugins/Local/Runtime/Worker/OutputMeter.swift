/// How fast the processes of a deployment may print together: more than that they have to wait for, which costs the program
/// time and nobody else.
struct OutputMeter: Sendable {
    /// Of a line, on average: longer ones count as several.
    private static let lineBytes = 1_024.0
    /// Seconds in which nothing is printed that may be printed at once.
    private static let burst = 4.0

    /// Lines a second.
    let rate: Double
    private var room: Double
    private var time: Duration

    /// - Parameter time: Of a steady clock.
    init(linesPerSecond: Int, time: Duration) {
        rate = Double(linesPerSecond)
        room = rate * Self.burst
        self.time = time
    }

    /// How long to wait after reading lines of so many bytes.
    mutating func pause(after lines: [Int], time now: Duration) -> Duration {
        let passed = max(0, (now - time) / .seconds(1))
        time = now
        room = min(rate * Self.burst, room + passed * rate)
        for bytes in lines { room -= max(1, Double(bytes) / Self.lineBytes) }
        return room < 0 ? .seconds(-room / rate) : .zero
    }
}
