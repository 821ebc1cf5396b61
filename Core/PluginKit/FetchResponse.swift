import FoundationEssentials

/// An HTTP response, whatever its status.
public struct FetchResponse: Sendable {
    /// The HTTP status, such as 200.
    public let status: Int
    /// The headers, in order; a name may occur more than once.
    public let headers: [(name: String, value: String)]
    /// The bytes of the body, without content encoding.
    public let body: [UInt8]

    /// The first header of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Makes a response, for tests of plugins.
    public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    init(json: JSONValue) throws(JSONMismatch) {
        let message: Message = try json.decode()
        guard let body = Data(base64Encoded: message.body) else {
            throw JSONMismatch(pointer: .root.appending("body"), message: "must be base64")
        }
        status = message.status
        headers = message.headers.compactMap { $0.count == 2 ? (name: $0[0], value: $0[1]) : nil }
        self.body = Array(body)
    }

    private struct Message: Decodable {
        let status: Int
        let headers: [[String]]
        let body: String
    }
}
