/// The result of `provider.request`.
public struct ServiceResponse: Codable, Sendable {
    /// Bytes of a body that are reported.
    public static let longestBody = 256 << 10

    public let status: Int
    public let headers: [ServiceRequest.Header]
    /// The beginning of the body; `nil` for one that is not UTF-8.
    public let body: String?
    /// Whether the body is longer.
    public let isCut: Bool

    public init(status: Int, headers: [ServiceRequest.Header], body: String?, isCut: Bool) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isCut = isCut
    }

    /// - Parameter bytes: The beginning of the body, at least as much of it as is reported.
    public init(status: Int, headers: [ServiceRequest.Header], bytes: [UInt8]) {
        let isCut = bytes.count > Self.longestBody
        var text = String(validating: bytes.prefix(Self.longestBody), as: UTF8.self)
        // A character may have been cut, which has at most four bytes.
        if isCut {
            for cut in 1..<4 where text == nil {
                text = String(validating: bytes.prefix(Self.longestBody - cut), as: UTF8.self)
            }
        }
        self.init(status: status, headers: headers, body: text, isCut: isCut)
    }
}
