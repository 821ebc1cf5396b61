/// Sizes that take long to measure: measured now and then, with what was added since.
struct MeasuredSizes<Key: Hashable & Sendable>: Sendable {
    /// Milliseconds.
    private static var interval: Int { 5_000 }

    private var sizes: [Key: (bytes: Int, at: Int)] = [:]

    /// - Parameter time: Of the steady clock, in milliseconds.
    func size(of key: Key, at time: Int) -> Int? {
        sizes[key].flatMap { time - $0.at < Self.interval ? $0.bytes : nil }
    }

    mutating func measured(_ bytes: Int, of key: Key, at time: Int) {
        // What was removed is not needed any more.
        if sizes.count >= 1_000 { sizes = sizes.filter { time - $0.value.at < Self.interval } }
        sizes[key] = (bytes, time)
    }

    /// It is measured again.
    mutating func forget(_ key: Key) { sizes[key] = nil }

    mutating func add(_ bytes: Int, to key: Key) { sizes[key]?.bytes += bytes }
}
