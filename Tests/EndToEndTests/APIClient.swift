import AsyncHTTPClient
import Foundation
import JSON
import NIOCore

/// A program that uses the REST API.
struct APIClient: Sendable {
    struct Answer: Sendable {
        let status: Int
        let body: JSONValue
    }

    struct Unexpected: Error, CustomStringConvertible {
        let description: String
    }

    /// A server that has ended is an error at once: by default the client tries to connect for as long as a request may last.
    private static let client: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroup: .singletonMultiThreadedEventLoopGroup, configuration: configuration)
    }()

    private let base: String
    private let key: String?

    init(base: String, key: String?) {
        self.base = base
        self.key = key
    }

    /// With the key of the first start.
    init(_ server: ServerProcess, data: URL) throws {
        let key = try String(contentsOf: data.appending(path: "initial-api-key"), encoding: .utf8)
        self.init(base: server.base, key: key.trimmingCharacters(in: .whitespacesAndNewlines))
    }

    func send(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> Answer {
        let (status, text) = try await exchange(method, path, body)
        return Answer(status: status, body: try JSONValue(parsing: text))
    }

    /// An answer that must be a success.
    func call(_ method: String, _ path: String, _ body: JSONValue? = nil) async throws -> JSONValue {
        let answer = try await send(method, path, body)
        guard (200..<300).contains(answer.status) else {
            throw Unexpected(description: "\(method) \(path): \(answer.status) \(answer.body.text)")
        }
        return answer.body
    }

    /// The server-sent events of a POST.
    func events(_ path: String, _ body: JSONValue) async throws -> [(name: String, data: JSONValue)] {
        try await events("POST", path, body)
    }

    func events(
        _ method: String, _ path: String, _ body: JSONValue? = nil
    ) async throws -> [(name: String, data: JSONValue)] {
        let (_, text) = try await exchange(method, path, body)
        return try text.components(separatedBy: "\n\n").compactMap { block in
            let fields = block.split(separator: "\n").map { $0.split(separator: ":", maxSplits: 1) }
            func value(_ name: String) -> String? {
                fields.first { $0.first == Substring(name) && $0.count == 2 }?[1].trimmingCharacters(in: .whitespaces)
            }
            guard let name = value("event"), let data = value("data") else { return nil }
            return (name, try JSONValue(parsing: data))
        }
    }

    private func exchange(_ method: String, _ path: String, _ body: JSONValue?) async throws -> (Int, String) {
        let (status, content) = try await bytes(method, path, body?.bytes, type: "application/json")
        return (status, String(decoding: content, as: UTF8.self))
    }

    /// An exchange of bytes that need not be JSON.
    func bytes(
        _ method: String, _ path: String, _ body: [UInt8]? = nil, type: String = "application/octet-stream"
    ) async throws -> (status: Int, body: [UInt8]) {
        let headers = body == nil ? [:] : ["content-type": type]
        let response = try await open(method, path, body, headers: headers)
        let content = try await response.body.collect(upTo: 16 << 20)
        return (Int(response.status.code), Array(content.readableBytesView))
    }

    /// An answer that has begun, and whose body comes.
    func open(
        _ method: String, _ path: String, _ body: [UInt8]? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path)
        request.method = .init(rawValue: method)
        if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let body { request.body = .bytes(body) }
        return try await Self.client.execute(request, timeout: .seconds(120))
    }
}

extension APIClient {
    /// A workflow with a version of a document.
    func workflow(
        named name: String, _ ir: JSONValue, environment: [String: String] = [:]
    ) async throws -> (id: String, version: JSONValue) {
        let id = try await call("POST", "/api/workflows", ["name": .string(name)])["id"]?.string ?? ""
        let variables = environment.sorted { $0.key < $1.key }.map { name, value -> JSONValue in
            ["name": .string(name), "value": .string(value), "isSecret": .bool(name.hasSuffix("TOKEN"))]
        }
        _ = try await call("PATCH", "/api/workflows/\(id)", ["envVars": .array(variables)])
        return (id, try await call("POST", "/api/workflows/\(id)/versions", ["ir": ir]))
    }

    /// The connection that a fresh installation has.
    func localConnection() async throws -> String {
        let connections = try await call("GET", "/api/connections")["data"]?.array ?? []
        guard let id = connections.first(where: { $0["provider"] == "local" })?["id"]?.string else {
            throw Unexpected(description: "There is no local connection.")
        }
        return id
    }

    /// Looks until a run has ended; bounded by tries.
    func end(of run: String, _ workflow: String) async throws -> JSONValue {
        try await wait(for: ["complete", "errored", "terminated"], "/api/workflows/\(workflow)/runs/\(run)")
    }

    /// A run once it is in one of some states, at most two minutes from now.
    @discardableResult
    func wait(for statuses: Set<String>, _ run: String) async throws -> JSONValue {
        for _ in 0..<6000 {
            let state = try await call("GET", run)
            if statuses.contains(state["status"]?.string ?? "") { return state }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw Unexpected(description: "The run does not come to \(statuses.sorted().joined(separator: " or ")).")
    }
}
