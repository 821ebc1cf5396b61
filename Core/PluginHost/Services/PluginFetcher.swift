import AsyncHTTPClient
import Egress
import FoundationEssentials
import JSON
import NIOCore
import PluginMessages
import Values

/// Makes the HTTP requests of all plugins, so that timeouts and limits are in one place.
struct PluginFetcher: Sendable {
    /// `nil` is any host.
    private var permissions: PluginPermissions?
    /// `nil` is any address.
    private var rules: EgressRules?
    /// `nil` is any number of requests.
    private var slots: FetchSlots?

    /// Of a response's body: 32 MiB.
    private static let longestBody = 32 << 20
    /// As the client of trusted plugins has it.
    private static let mostRedirections = 5

    /// What a plugin that names its hosts sends goes there and nowhere else.
    /// - Parameters:
    ///   - rules: Of a third party's plugin: names of the internet may lead to this machine and its neighbours.
    ///   - slots: Of a third party's plugin.
    func keeping(
        to permissions: PluginPermissions?, _ rules: EgressRules?, _ slots: FetchSlots? = nil
    ) -> PluginFetcher {
        var fetcher = self
        fetcher.permissions = permissions
        fetcher.rules = rules
        fetcher.slots = slots
        return fetcher
    }

    /// - Parameter server: Answers what is asked of the server itself.
    func fetch(
        _ bytes: [UInt8], server: @Sendable (_ name: String, JSONValue) async -> Result<JSONValue, PluginFailure>
    ) async -> Result<JSONValue, PluginFailure> {
        guard let slots else { return await response(to: bytes, server: server) }
        guard await slots.take() else {
            return .failure(
                PluginFailure(
                    code: "fetch.limit", message: "The plugin has too many requests waiting.", retryable: true))
        }
        let response = await response(to: bytes, server: server)
        await slots.giveBack()
        return response
    }

    private func response(
        to bytes: [UInt8], server: @Sendable (_ name: String, JSONValue) async -> Result<JSONValue, PluginFailure>
    ) async -> Result<JSONValue, PluginFailure> {
        do {
            let message = try JSONValue(parsing: bytes).decode(Message.self)
            if message.url.hasPrefix(ServerRequests.scheme) {
                let body = try JSONValue(parsing: try Array(message.bytes ?? Data()))
                return await server(String(message.url.dropFirst(ServerRequests.scheme.count)), body).map {
                    ["status": 200, "headers": [], "body": .string(Data($0.bytes).base64EncodedString())]
                }
            }
            let request = try message.request
            try check(request)
            let response =
                if let rules {
                    try await guarded(request, rules, within: message.deadline)
                } else { try await trusted(request, within: message.deadline) }
            return .success([
                "status": .int(response.status),
                "headers": .array(response.headers.map { [.string($0.name), .string($0.value)] }),
                "body": .string(Data(response.body).base64EncodedString()),
            ])
        } catch let failure as PluginFailure {
            return .failure(failure)
        } catch let failure as GuardedClient.Failure {
            return .failure(Self.failure(failure))
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            return .failure(PluginFailure(code: "fetch.timeout", message: "No response in time.", retryable: true))
        } catch let error as HTTPClientError {
            // Never the whole error: it may hold a header's value, and that may be a secret.
            let why = error.shortDescription
            return .failure(
                error.isOfRequest
                    ? PluginFailure(code: "fetch.request", message: "The request cannot be sent: \(why).")
                    : PluginFailure(code: "fetch.connection", message: "No response: \(why).", retryable: true))
        } catch is NIOTooManyBytesError {
            return .failure(Self.tooLong)
        } catch let mismatch as JSONMismatch {
            return .failure(PluginFailure(code: "fetch.request", message: "The request is malformed: \(mismatch)"))
        } catch {
            return .failure(PluginFailure(code: "fetch.connection", message: "No response: \(error)", retryable: true))
        }
    }

    private func trusted(
        _ request: HTTPClientRequest, within limit: Duration
    ) async throws -> GuardedClient.Response {
        // A redirect could lead elsewhere: the plugin gets it as the response.
        let sender: HTTPClient = permissions?.hosts == nil ? .outbound : .withoutRedirects
        let response = try await sender.execute(request, timeout: .nanoseconds(Int64(limit / .nanoseconds(1))))
        let body = try await response.body.collect(upTo: Self.longestBody)
        return GuardedClient.Response(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: Array(body.readableBytesView))
    }

    /// Each address that a redirect leads to is held against the rules as the first.
    private func guarded(
        _ request: HTTPClientRequest, _ rules: EgressRules, within limit: Duration
    ) async throws -> GuardedClient.Response {
        let end = ContinuousClock.now + limit
        var request = request
        for _ in 0...Self.mostRedirections {
            let client = GuardedClient(rules: rules, timeout: max(end - .now, .milliseconds(1)), unpacks: true)
            let response = try await client.send(request, longest: Self.longestBody)
            guard permissions?.hosts == nil, let next = request.redirected(by: response) else { return response }
            request = next
        }
        throw PluginFailure(
            code: "fetch.connection", message: "No response: more than \(Self.mostRedirections) redirects.")
    }

    private static func failure(_ failure: GuardedClient.Failure) -> PluginFailure {
        switch failure.reason {
        case .request:
            PluginFailure(code: "fetch.request", message: "The request cannot be sent. \(failure.message)")
        case .address:
            PluginFailure(
                code: "fetch.address",
                message: "\(failure.message) The server's operator allows them with --plugin-network PLUGIN=private.")
        case .time: PluginFailure(code: "fetch.timeout", message: "No response in time.", retryable: true)
        case .size: tooLong
        case .connection: PluginFailure(code: "fetch.connection", message: failure.message, retryable: true)
        }
    }

    private static let tooLong = PluginFailure(code: "fetch.size", message: "The response is larger than 32 MiB.")

    /// - Throws: `fetch.request` for a URL that is none of the web, such as that of a socket of this machine, and `fetch.host`
    ///   where the manifest does not name the host.
    private func check(_ request: HTTPClientRequest) throws(PluginFailure) {
        let url: WebURL
        do throws(InvalidURL) { url = try WebURL(request.url) } catch {
            throw PluginFailure(
                code: "fetch.request", message: "The request cannot be sent: its URL \(error.problem).")
        }
        guard let permissions, permissions.hosts != nil else { return }
        // Servers of several hosts choose by the header.
        let others = request.headers["host"].map { $0.lowercased() }.filter {
            $0 != url.host && $0 != "\(url.host):\(url.port ?? 0)"
        }
        guard permissions.allows(host: url.host), others.isEmpty else {
            throw PluginFailure(
                code: "fetch.host",
                message: "The request cannot be sent: the plugin's permissions do not name the host of its URL.")
        }
    }

    private struct Message: Decodable {
        let method: String
        let url: String
        let headers: [[String]]
        let body: String?
        /// Seconds.
        let timeout: Double?

        /// An hour at most: what a plugin asks for may be any number.
        var deadline: Duration { .milliseconds(Int64(min(max(timeout ?? 30, 0), 3600) * 1000)) }

        /// The body.
        var bytes: Data? {
            get throws {
                guard let body else { return nil }
                guard let data = Data(base64Encoded: body) else {
                    throw PluginFailure(code: "fetch.request", message: "The body must be base64.")
                }
                return data
            }
        }

        var request: HTTPClientRequest {
            get throws {
                var request = HTTPClientRequest(url: url)
                request.method = .init(rawValue: method)
                for header in headers where header.count == 2 { request.headers.add(name: header[0], value: header[1]) }
                if let bytes = try bytes { request.body = .bytes(bytes) }
                return request
            }
        }
    }
}
