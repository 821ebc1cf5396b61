/// What the server and a plugin's process tell each other. On the socket: the length of what follows (UInt32),
/// the kind (UInt8), a number (UInt64) and the payload, numbers in little endian.
struct Frame: Sendable {
    enum Kind: UInt8 {
        /// From the server. The number is the call's, or that of the request that is answered.
        case call = 1
        case cancel, shutdown, answer, refusal
        /// From the plugin's process: that it is loaded, with the manifest, or why it is not.
        case ready = 16
        case refused
        /// The replies to a call.
        case event, result, error
        /// What it asks of the server; the number is the request's, or the level of a log line.
        case log, emit, fetch, state, setState
    }

    let kind: Kind
    let number: UInt64
    let payload: [UInt8]

    /// Bytes of a payload; a longer one ends the connection.
    static let longest = 64 << 20
    static let header = 13

    init(_ kind: Kind, _ number: UInt64 = 0, _ payload: [UInt8] = []) {
        self.kind = kind
        self.number = number
        self.payload = payload
    }

    var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.header + payload.count)
        withUnsafeBytes(of: UInt32(payload.count + 9).littleEndian) { bytes += $0 }
        bytes.append(kind.rawValue)
        withUnsafeBytes(of: number.littleEndian) { bytes += $0 }
        bytes += payload
        return bytes
    }
}
