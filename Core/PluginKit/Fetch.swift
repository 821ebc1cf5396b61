import FoundationEssentials

/// An HTTP request that the host makes.
public struct FetchRequest: Sendable {
    public var method: String
    public var url: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]?
    /// Of the whole exchange.
    public var timeoutSeconds: Double

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
    public let status: Int
    public let headers: [(name: String, value: String)]
    public let body: [UInt8]

    /// The first header of that name, in any case.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }

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
