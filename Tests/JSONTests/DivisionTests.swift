import JSON
import Testing

@Suite("Lists in parts", .timeLimit(.minutes(10)))
struct DivisionTests {
    @Test(
        "The parts cover a list once, in its order", arguments: [0, 1, 2, 7, 63, 64, 100, 1_000], [1, 2, 3, 64, 5_000])
    func order(count: Int, smallest: Int) {
        for most in [1, 2, 8, 50] {
            let parts = Division(partsOf: smallest, atMost: most).map(count) { range in Array(range) }
            #expect(Array(parts.joined()) == Array(0..<count))
            #expect(parts.count <= most)
            #expect(parts.count == 1 || parts.allSatisfy { $0.count >= smallest })
        }
    }

    @Test("Short lists are one part")
    func divides() {
        #expect(!Division.usual.divides(63))
        #expect(Division.usual.divides(64))
        #expect(!Division(partsOf: 10, atMost: 8).divides(19))
        #expect(Division(partsOf: 10, atMost: 8).divides(20))
        #expect(!Division.whole.divides(.max))
    }
}
