import PluginMessages

/// A body that comes in pieces, to be read once.
struct ByteBody: AsyncSequence, Sendable {
    private let chunks: AsyncThrowingStream<[UInt8], any Error>
    /// What the call whose body it is takes in memory; it has the pieces that came.
    private let claim: BindingMemory.Claim?
    /// Called after each piece that was taken.
    private let taken: @Sendable () -> Void

    init(
        _ chunks: AsyncThrowingStream<[UInt8], any Error>, claim: BindingMemory.Claim? = nil,
        taken: @escaping @Sendable () -> Void
    ) {
        self.chunks = chunks
        self.claim = claim
        self.taken = taken
    }

    struct Iterator: AsyncIteratorProtocol {
        fileprivate var base: AsyncThrowingStream<[UInt8], any Error>.Iterator
        fileprivate let claim: BindingMemory.Claim?
        fileprivate let taken: @Sendable () -> Void

        mutating func next() async throws -> [UInt8]? {
            guard let chunk = try await base.next() else { return nil }
            claim?.give(chunk.count)
            taken()
            return chunk
        }
    }

    func makeAsyncIterator() -> Iterator { Iterator(base: chunks.makeAsyncIterator(), claim: claim, taken: taken) }

    /// All of it, which the call keeps.
    /// - Throws: `local.body.tooLarge`.
    func collected(upTo limit: Int) async throws -> [UInt8] {
        var bytes: [UInt8] = []
        for try await chunk in chunks {
            taken()
            guard bytes.count + chunk.count <= limit else {
                throw PluginFailure(.bodyTooLarge, message: "The body is larger than \(limit) bytes.")
            }
            bytes += chunk
        }
        return bytes
    }
}

/// Any source of pieces.
typealias ByteSource = any AsyncSequence<[UInt8], any Error> & Sendable

extension [UInt8] {
    /// The bytes as one piece.
    var source: ByteSource {
        AsyncThrowingStream<[UInt8], any Error> {
            $0.yield(self)
            $0.finish()
        }
    }
}
