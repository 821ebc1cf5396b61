/// Received bytes up to the end of a head. Each is searched once, however small the pieces are in which they come.
struct MessageBuffer: Sendable {
    private static let end: [UInt8] = Array("\r\n\r\n".utf8)

    private(set) var bytes: [UInt8]
    private var searched = 0

    init(_ bytes: [UInt8] = []) { self.bytes = bytes }

    mutating func append(_ piece: some Collection<UInt8>) { bytes += piece }

    /// - Returns: The next head, which is removed; `nil` as long as it is not complete.
    /// - Throws: When it is malformed or too long.
    mutating func takeHead() throws(EgressFailure) -> MessageHead? {
        let found: Int? = bytes.withUnsafeBufferPointer { bytes in
            var index = max(searched, Self.end.count - 1)
            while index < bytes.count {
                if bytes[index] == Self.end[3], bytes[index - 1] == Self.end[2], bytes[index - 2] == Self.end[1],
                    bytes[index - 3] == Self.end[0]
                {
                    return index - 3
                }
                index += 1
            }
            return nil
        }
        guard let found, found <= MessageHead.longest else {
            guard bytes.count <= MessageHead.longest else {
                throw MessageHead.malformed("its head is longer than \(MessageHead.longest) bytes")
            }
            searched = bytes.count
            return nil
        }
        let head = try MessageHead(bytes[..<found])
        bytes.removeFirst(found + Self.end.count)
        searched = 0
        return head
    }
}
