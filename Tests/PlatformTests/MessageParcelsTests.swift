import PluginMessages
import Synchronization
import Testing

@testable import Platform

@Suite("Long messages between servers", .timeLimit(.minutes(1)))
struct MessageParcelsTests {
    private static func code(_ body: () throws -> Void) -> String? {
        do { try body() } catch { return (error as? PluginFailure)?.code }
        return nil
    }

    @Test(
        "Content with bytes is packed and read as it was, and what ends within it is nothing", arguments: [0, 1, 300])
    func content(count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let packed = MessageContent(json: Array("{\"a\":1}".utf8), bytes: bytes).packed
        let content = try #require(MessageContent(packed: packed))
        #expect(content.json == Array("{\"a\":1}".utf8) && content.bytes == bytes)
        guard count > 0 else { return }
        for length in 1..<(packed.count - count) { #expect(MessageContent(packed: Array(packed[..<length])) == nil) }
    }

    @Test("Parts are taken in their order, once, and no more of them than were announced")
    func order() throws {
        let parcels = MessageParcels(limit: 100, partBytes: 4)
        let parts = parcels.parts(of: Array(0..<10))
        #expect(parts.map { $0.bytes } == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]])
        let (first, second) = (parts[0], parts[1])
        #expect(Self.code { try parcels.add(second.part, second.bytes) } == "server.parts")
        try parcels.add(first.part, first.bytes)
        #expect(Self.code { try parcels.add(first.part, first.bytes) } == "server.parts")
        #expect(parcels.open(first.part.parcel) == nil)
        let other = MessageParcels.Part(parcel: second.part.parcel, offset: 4, size: 11)
        #expect(Self.code { try parcels.add(other, second.bytes) } == "server.parts")
        #expect(Self.code { try parcels.add(second.part, Array(0..<7)) } == "server.parts")
        for (part, bytes) in parts.dropFirst() { try parcels.add(part, bytes) }
        #expect(parcels.open(first.part.parcel) == Array(0..<10))
        #expect(parcels.open(first.part.parcel) == nil && parcels.bytes == 0)
    }

    @Test("What nobody has sent or fetched a part of for a minute is dropped")
    func lifetime() throws {
        let start = ContinuousClock.now
        let time = Mutex(Duration.zero)
        let parcels = MessageParcels(limit: 10, partBytes: 4) { start + time.withLock { $0 } }
        let kept = try parcels.keep(Array(0..<8))
        try parcels.add(MessageParcels.Part(parcel: "a", offset: 0, size: 2), [1])
        #expect(parcels.bytes == 10)
        time.withLock { $0 += MessageParcels.lifetime - .seconds(1) }
        let part = MessageParcels.Part(parcel: kept.parcel, offset: 0, size: 8)
        #expect(parcels.read(part) == [0, 1, 2, 3])
        time.withLock { $0 += .seconds(1) }
        parcels.trim()
        #expect(parcels.bytes == 8)
        for offset in [-1, 8, Int.max, Int.min] {
            #expect(parcels.read(MessageParcels.Part(parcel: kept.parcel, offset: offset, size: 8)) == nil)
        }
        #expect(parcels.read(MessageParcels.Part(parcel: kept.parcel, offset: 4, size: 8)) == [4, 5, 6, 7])
        #expect(parcels.bytes == 0 && parcels.read(part) == nil)
        for size in [-1, 11, Int.max] {
            let part = MessageParcels.Part(parcel: "b", offset: 0, size: size)
            #expect(Self.code { try parcels.add(part, []) } == "server.message.long", "\(size)")
        }
    }
}
