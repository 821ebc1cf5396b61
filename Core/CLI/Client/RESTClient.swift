import AsyncHTTPClient
import Foundation
import JSON
import NIOCore
import NIOHTTP1
import Values

/// Calls a server's REST API.
struct RESTClient: Sendable {
    /// A response with an error status.
    struct Refusal: Error, CustomStringConvertible {
        let path: String
        let status: Int
        let code: String?
        let detail: String?
        /// What is wrong with each field.
        var details: [JSONValue] = []
        var body: [UInt8]?
        /// Seconds after which the server answers again.
        var retryAfter: Int?
        /// The options that members of the request come from.
        var options = RequestOptions()

        /// Whether all that is wrong is arguments of the command.
        var isUsage: Bool {
            status == 400 && !details.isEmpty && details.allSatisfy { options.isArgument($0["pointer"]?.string ?? "") }
        }

        var description: String { "The server responded with \(status) to \(path)\(detail.map { ": \($0)" } ?? "")" }
    }

    /// No response was received, or one that the API does not send.
    struct Unreachable: Error, CustomStringConvertible {
        let description: String

        /// - Parameter reason: Without a point at its end.
        init(base: String, reason: String) {
            description =
                "Could not connect to \(base): \(reason). Is the server running, and is the address correct? millrace serve "
                + "starts a server."
        }

        init(base: String, _ error: any Error) { self.init(base: base, reason: ConnectionProblem(error).reason) }

        /// - Parameter response: What is wrong with the response: a sentence.
        init(base: String, response: String) { description = "\(base): \(response)" }
    }

    /// What authenticates requests.
    enum Identity: Sendable {
        case key(String)
        /// A token of a person's session.
        case session(String)
        case nobody
    }

    /// Parameters of a query; those without a value are left out.
    struct Query: Sendable, ExpressibleByDictionaryLiteral {
        var pairs: [(name: String, value: String?)]

        init(dictionaryLiteral elements: (String, String?)...) { pairs = elements.map { ($0, $1) } }
    }

    let base: String
    let identity: Identity
    /// The id of the project that requests are about, instead of the identity's own.
    var project: String?

    private static let answerLimit = 64 << 20

    /// - Throws: ``Refusal``, ``Unreachable``.
    func get(_ path: String, _ query: Query = [:]) async throws -> JSONValue { try await call(.GET, path, query) }

    /// - Throws: ``Refusal``, ``Unreachable``.
    func post(_ path: String, _ body: JSONValue? = nil, _ query: Query = [:]) async throws -> JSONValue {
        try await call(.POST, path, query, body)
    }

    /// - Returns: The response's JSON; `null` for a response without a body.
    /// - Throws: ``Refusal``, ``Unreachable``.
    func call(
        _ method: HTTPMethod, _ path: String, _ query: Query = [:], _ body: JSONValue? = nil
    ) async throws -> JSONValue {
        let response = try await exchange(method, path, query, body?.bytes)
        guard !response.body.isEmpty else { return nil }
        guard let json = try? JSONValue(parsing: response.body) else {
            throw Unreachable(
                base: base, response: "The response to \(path) is not JSON. Is this the address of a Millrace server?")
        }
        return json
    }

    /// - Returns: The body of a response that is a success, and its headers.
    /// - Throws: ``Refusal``, ``Unreachable``.
    func exchange(
        _ method: HTTPMethod, _ path: String, _ query: Query = [:], _ body: [UInt8]? = nil,
        type: String = "application/json"
    ) async throws -> (headers: HTTPHeaders, body: [UInt8]) {
        let response = try await open(method, path, query, body, type: type, timeout: .seconds(120))
        return (response.headers, try await collect(response))
    }

    /// - Returns: A response that is a success, and whose body follows.
    /// - Throws: ``Refusal``, ``Unreachable``.
    func open(
        _ method: HTTPMethod, _ path: String, _ query: Query = [:], _ body: [UInt8]? = nil,
        type: String = "application/json", timeout: TimeAmount = .minutes(60)
    ) async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: base + path + text(of: query))
        request.method = method
        switch identity {
        case .key(let key): request.headers.add(name: "authorization", value: "Bearer \(key)")
        case .session(let token):
            request.headers.add(name: "cookie", value: "millrace_session=\(token)")
            // What changes something in a session must come from the server's own origin, as in a browser.
            request.headers.add(name: "origin", value: base)
        case .nobody: break
        }
        // A misspelled parameter must not be taken for none.
        request.headers.add(name: "prefer", value: "handling=strict")
        if let body {
            request.headers.add(name: "content-type", value: type)
            request.body = .bytes(body)
        }
        let response: HTTPClientResponse
        do { response = try await HTTPClient.commands.execute(request, timeout: timeout) } catch {
            try Task.checkCancellation()
            throw Unreachable(base: base, error)
        }
        if let location = response.redirect { throw redirect(to: location, from: path) }
        guard (200..<300).contains(response.status.code) else { throw try await refusal(response, path) }
        return response
    }

    private func collect(_ response: HTTPClientResponse) async throws -> [UInt8] {
        do { return Array(try await response.body.collect(upTo: Self.answerLimit).readableBytesView) } catch {
            try Task.checkCancellation()
            throw Unreachable(base: base, response: "The response ended early: \(ConnectionProblem(error).reason).")
        }
    }

    private func redirect(to location: String, from path: String) -> ClientError {
        let address = URL(string: location, relativeTo: URL(string: base + path))?.absoluteString ?? location
        let place = address.prefix { $0 != "?" && $0 != "#" }
        let new = place.hasSuffix(path) ? place.dropLast(path.count) : place
        return ClientError(
            .unavailable,
            "\(base) redirects to \(address). Redirects are not followed: the key and the request would be sent there. If "
                + "that is your server, run millrace login --url \(new)")
    }

    private func refusal(_ response: HTTPClientResponse, _ path: String) async throws -> Refusal {
        let bytes = try await collect(response)
        let body = try? JSONValue(parsing: bytes)
        return Refusal(
            path: path, status: Int(response.status.code), code: body?["code"]?.string,
            detail: body?["detail"]?.string, details: body?["details"]?.array ?? [], body: bytes,
            retryAfter: response.headers.first(name: "retry-after").flatMap(Int.init))
    }

    private func text(of query: Query) -> String {
        var pairs = query.pairs.compactMap { name, value in value.map { (name, $0) } }
        if let project, !pairs.contains(where: { $0.0 == "projectId" }) { pairs.append(("projectId", project)) }
        guard !pairs.isEmpty else { return "" }
        return "?" + pairs.map { "\($0)=\($1.asPathSegment)" }.joined(separator: "&")
    }
}

extension HTTPClientResponse {
    /// The address that a client is sent to (RFC 9110, section 15.4).
    fileprivate var redirect: String? {
        [301, 302, 303, 307, 308].contains(status.code) ? headers.first(name: "location") : nil
    }
}

extension String {
    /// Percent-encoded, to be one segment of a path or a value of a query.
    var asPathSegment: String { PercentEncoding.encoded(self) }
}
