import Testing
import Values

@Suite("Hexadecimal", .timeLimit(.minutes(10)))
struct HexTests {
    @Test("Every byte has two digits, and is read from either case")
    func bytes() {
        let all = Array(UInt8.min...UInt8.max)
        let text = Hex.text(all)
        #expect(text.count == 512 && text.hasPrefix("000102") && text.hasSuffix("fdfeff"))
        #expect(Hex.bytes(text) == all)
        #expect(Hex.bytes(text.uppercased()) == all)
        #expect(Hex.text([]) == "" && Hex.bytes("") == [])
    }

    @Test("Numbers keep their leading zeros")
    func numbers() {
        #expect(Hex.text(UInt64(0xAB)) == "00000000000000ab")
        #expect(Hex.text(UInt8(7)) == "07")
    }

    @Test("What is not hexadecimal", arguments: ["0", "0g", "+1", " 1", "abc", "0x10"])
    func invalid(text: String) { #expect(Hex.bytes(text) == nil) }
}
