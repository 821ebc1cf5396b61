import JSON

/// What a message or a reply is before it is sealed: JSON, and bytes that go along, which JSON would have to spell.
struct MessageContent: Sendable {
    /// A document in UTF-8.
    let json: [UInt8]
    let bytes: [UInt8]

    /// No JSON begins with it.
    private static let mark: UInt8 = 0
    private static let lengthBytes = 4

    init(json: [UInt8], bytes: [UInt8] = []) {
        self.json = json
        self.bytes = bytes
    }

    init(encoding value: some Encodable, bytes: [UInt8] = []) throws {
        self.init(json: try JSONValue(encoding: value).bytes, bytes: bytes)
    }

    /// - Returns: `nil` for what ends within it.
    init?(packed: [UInt8]) {
        guard packed.first == Self.mark else {
            self.init(json: packed)
            return
        }
        let head = 1 + Self.lengthBytes
        guard packed.count >= head else { return nil }
        let length = packed[1..<head].reduce(0) { $0 << 8 | Int($1) }
        guard length <= packed.count - head else { return nil }
        self.init(json: Array(packed[head..<head + length]), bytes: Array(packed[(head + length)...]))
    }

    /// One array of bytes. JSON without bytes is itself.
    var packed: [UInt8] {
        guard !bytes.isEmpty else { return json }
        let length = (0..<Self.lengthBytes).reversed().map { UInt8(truncatingIfNeeded: json.count >> ($0 * 8)) }
        return [Self.mark] + length + json + bytes
    }
}
