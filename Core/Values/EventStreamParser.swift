/// Server-sent events of a stream, by the parsing rules of the HTML standard ("Server-sent events", "Interpreting an event
/// stream": https://html.spec.whatwg.org/multipage/server-sent-events.html).
package struct EventStreamParser: Sendable {
    package struct Event: Sendable, Hashable {
        /// `message` for an event that names no other.
        package let name: String
        package let data: String
        /// The last id that the stream sent, with this event or before; empty where it sent none.
        package let id: String

        package init(name: String, data: String, id: String) {
            self.name = name
            self.data = data
            self.id = id
        }
    }

    /// How long a reader waits before it connects again, in milliseconds; `nil` where the stream does not say.
    package private(set) var retry: Int?
    private var line: [UInt8] = []
    private var isFirstLine = true
    /// Whether the last byte was a carriage return, to which a line feed belongs.
    private var isAfterReturn = false
    private var name = ""
    private var data: [String] = []
    private var id = ""

    package init() {}

    /// Takes the next bytes of the stream, which may end anywhere.
    /// - Returns: The events that end in them. What the end of the stream cuts off is left out.
    package mutating func receive(_ bytes: some Sequence<UInt8>) -> [Event] {
        var events: [Event] = []
        for byte in bytes {
            defer { isAfterReturn = byte == UInt8(ascii: "\r") }
            switch byte {
            case UInt8(ascii: "\n") where isAfterReturn: break
            case UInt8(ascii: "\n"), UInt8(ascii: "\r"): if let event = endLine() { events.append(event) }
            default: line.append(byte)
            }
        }
        return events
    }

    private mutating func endLine() -> Event? {
        defer {
            line.removeAll(keepingCapacity: true)
            isFirstLine = false
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = isFirstLine && line.starts(with: mark) ? line.dropFirst(mark.count) : line[...]
        guard !bytes.isEmpty else { return dispatch() }
        let colon = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
        var value = bytes[colon...].dropFirst()
        if value.first == UInt8(ascii: " ") { value = value.dropFirst() }
        // A comment begins with the colon: its field has no name.
        take(String(decoding: bytes[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
        return nil
    }

    private mutating func take(_ field: String, _ value: String) {
        switch field {
        case "event": name = value
        case "data": data.append(value)
        case "id" where !value.utf8.contains(0): id = value
        case "retry" where !value.isEmpty && value.utf8.allSatisfy({ $0 &- UInt8(ascii: "0") < 10 }):
            retry = Int(value) ?? retry
        default: break
        }
    }

    private mutating func dispatch() -> Event? {
        defer {
            name = ""
            data = []
        }
        guard !data.isEmpty else { return nil }
        return Event(name: name.isEmpty ? "message" : name, data: data.joined(separator: "\n"), id: id)
    }
}
