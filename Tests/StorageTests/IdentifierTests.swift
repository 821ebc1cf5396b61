import Storage
import Testing

@Suite(.timeLimit(.minutes(10))) struct IdentifierTests {
    @Test("An id made later sorts later")
    func order() {
        let ids = (0..<200).map { Identifier<Database>.make(at: Timestamp(milliseconds: 1_774_778_400_000 + $0)).text }
        #expect(ids == ids.sorted())
        #expect(Set(ids).count == ids.count)
    }

    @Test("An id is a UUID of version 7")
    func shape() throws {
        let shape = try Regex("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        #expect(Identifier<Database>.make().text.wholeMatch(of: shape) != nil)
    }
}
