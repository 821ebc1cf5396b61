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
