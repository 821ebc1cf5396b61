/// Sizes that take long to measure: measured now and then, with what was added since.
struct MeasuredSizes<Key: Hashable & Sendable>: Sendable {
    private static var interval: Duration { .seconds(5) }

    private var sizes: [Key: (bytes: Int, at: Duration)] = [:]

    /// - Parameter time: Of the steady clock.
    func size(of key: Key, at time: Duration) -> Int? {
        sizes[key].flatMap { time - $0.at < Self.interval ? $0.bytes : nil }
    }

    mutating func measured(_ bytes: Int, of key: Key, at time: Duration) {
        // What was removed is not needed any more.
        if sizes.count >= 1_000 { sizes = sizes.filter { time - $0.value.at < Self.interval } }
        sizes[key] = (bytes, time)
    }

    /// It is measured again.
    mutating func forget(_ key: Key) { sizes[key] = nil }

    mutating func add(_ bytes: Int, to key: Key) { sizes[key]?.bytes += bytes }
}
