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
