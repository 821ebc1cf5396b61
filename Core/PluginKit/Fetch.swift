import FoundationEssentials

/// An HTTP request that the host makes.
public struct FetchRequest: Sendable {
    /// The HTTP method, such as `GET`.
    public var method: String
    /// An absolute URL with the scheme `http` or `https`.
    public var url: String
    /// The headers, in order; a name may occur more than once.
    public var headers: [(name: String, value: String)]
    /// The bytes of the body; `nil` sends none.
    public var body: [UInt8]?
    /// The limit for the whole exchange, in seconds.
    public var timeoutSeconds: Double

    /// Makes a request; nothing is sent before ``PluginServices/fetch(_:)``.
    public init(
        _ method: String, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8]? = nil,
        timeoutSeconds: Double = 30
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.timeoutSeconds = timeoutSeconds
    }

    /// The same, as a part of a trace; headers that the plugin has set itself stay.
    func traced(by trace: CallTrace?) -> FetchRequest {
        guard let trace, !headers.contains(where: { $0.name.lowercased() == "traceparent" }) else { return self }
        var request = self
        request.headers += trace.headers
        return request
    }

    var json: JSONValue {
        var message: JSONObject = [
            "method": .string(method), "url": .string(url),
            "headers": .array(headers.map { [.string($0.name), .string($0.value)] }),
            "timeout": .number(JSONNumber(timeoutSeconds)),
        ]
        if let body { message["body"] = .string(Data(body).base64EncodedString()) }
        return .object(message)
    }
}

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
