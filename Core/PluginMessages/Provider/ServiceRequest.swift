/// The parameters of `provider.request`: an HTTP request to what is deployed, answered as one to its address is.
public struct ServiceRequest: Codable, Sendable {
    public enum Method: String, Codable, Sendable, CaseIterable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case patch = "PATCH"
        case delete = "DELETE"
        case head = "HEAD"
        case options = "OPTIONS"
    }

    public struct Header: Codable, Sendable, Hashable {
        public let name: String
        public let value: String

        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    public let deployment: DeploymentHandle
    public let method: Method
    /// Below the address, with the query; begins with `/`.
    public let path: String
    public let headers: [Header]
    public let body: String?

    public init(deployment: DeploymentHandle, method: Method, path: String, headers: [Header], body: String?) {
        self.deployment = deployment
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
    }
}

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
