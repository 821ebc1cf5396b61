import Synchronization

/// For how many more chunks of a body there is room, for who sends it and who reads it.
final class StreamRoom: Sendable {
    private let chunks: Atomic<Int>

    init(chunks: Int) { self.chunks = Atomic(chunks) }

    /// `false`: there is none.
    func take() -> Bool { chunks.subtract(1, ordering: .relaxed).newValue >= 0 }

    func give() { chunks.add(1, ordering: .relaxed) }
}
