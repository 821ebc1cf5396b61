import AsyncHTTPClient
import FoundationEssentials
import JSON
import NIOCore
import PluginMessages
import Values

/// Makes the HTTP requests of all plugins, so that time-outs and limits are in one place.
struct PluginFetcher: Sendable {
    private let client: HTTPClient
    /// `nil` is any host.
    private var permissions: PluginPermissions?

    /// Of a response's body: 32 MiB.
    private static let longestBody = 32 << 20

    /// What no other try would change.
    private static let unfit = Set(
        [
            HTTPClientError.invalidURL, .emptyHost, .emptyScheme, .unsupportedScheme(""), .missingSocketPath,
            .bodyLengthMismatch, .invalidHeaderFieldNames([]), .invalidHeaderFieldValues([]), .traceRequestWithBody,
        ].map(\.shortDescription))

    init(client: HTTPClient) { self.client = client }

    /// What a plugin that names its hosts sends goes there and nowhere else.
    func keeping(to permissions: PluginPermissions?) -> PluginFetcher {
        var fetcher = self
        fetcher.permissions = permissions
        return fetcher
    }

    /// - Parameter server: Answers what is asked of the server itself.
    func fetch(
        _ bytes: [UInt8], server: @Sendable (_ name: String, JSONValue) async -> Result<JSONValue, PluginFailure>
    ) async -> Result<JSONValue, PluginFailure> {
        do {
            let message = try JSONValue(parsing: bytes).decode(Message.self)
            if message.url.hasPrefix(ServerRequests.scheme) {
                let body = try JSONValue(parsing: try Array(message.bytes ?? Data()))
                return await server(String(message.url.dropFirst(ServerRequests.scheme.count)), body).map {
                    ["status": 200, "headers": [], "body": .string(Data($0.bytes).base64EncodedString())]
                }
            }
            guard TextFormat.hasPort(message.url) else {
                return .failure(
                    PluginFailure(
                        code: "fetch.request",
                        message: "The request cannot be sent: its URL has no port from 0 to 65535."))
            }
            try checkHost(of: message.url)
            // A redirect could lead elsewhere: the plugin gets it as the response.
            let sender = permissions?.hosts == nil ? client : .withoutRedirects
            let response = try await sender.execute(
                try message.request, timeout: message.deadline)
            let body = try await response.body.collect(upTo: Self.longestBody)
            return .success([
                "status": .int(Int(response.status.code)),
                "headers": .array(response.headers.map { [.string($0.name), .string($0.value)] }),
                "body": .string(Data(body.readableBytesView).base64EncodedString()),
            ])
        } catch let failure as PluginFailure {
            return .failure(failure)
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            return .failure(PluginFailure(code: "fetch.timeout", message: "No response in time.", retryable: true))
        } catch let error as HTTPClientError {
            // Never the whole error: it may hold a header's value, and that may be a secret.
            let why = error.shortDescription
            return .failure(
                Self.unfit.contains(why)
                    ? PluginFailure(code: "fetch.request", message: "The request cannot be sent: \(why).")
                    : PluginFailure(code: "fetch.connection", message: "No response: \(why).", retryable: true))
        } catch is NIOTooManyBytesError {
            return .failure(PluginFailure(code: "fetch.size", message: "The response is larger than 32 MiB."))
        } catch let mismatch as JSONMismatch {
            return .failure(PluginFailure(code: "fetch.request", message: "The request is malformed: \(mismatch)"))
        } catch {
            return .failure(PluginFailure(code: "fetch.connection", message: "No response: \(error)", retryable: true))
        }
    }

    /// - Throws: `fetch.host` where the manifest does not name the host.
    private func checkHost(of url: String) throws(PluginFailure) {
        guard let permissions, permissions.hosts != nil else { return }
        guard let host = (try? WebURL(url))?.host, permissions.allows(host: host) else {
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
        var deadline: TimeAmount { .milliseconds(Int64(min(max(timeout ?? 30, 0), 3600) * 1000)) }

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
