import AsyncHTTPClient
import Egress
import FoundationEssentials
import NIOCore
import Values

/// Sends requests to where users and third parties' plugins say, at the very address that the rules were held against: a name
/// that leads elsewhere by the next poll-up, and a redirect, lead nowhere.
package struct GuardedClient: Sendable {
    /// Why there is no response, in words that hold nothing of the request but its host.
    package struct Failure: Error, Sendable {
        package enum Reason: Sendable {
            /// The request cannot be sent.
            case request
            /// The rules allow none of the host's addresses.
            case address
            case time
            case size
            case connection
        }

        package let reason: Reason
        package let message: String
    }

    /// A response, whatever its status.
    package struct Response: Sendable {
        package let status: Int
        package let headers: [(name: String, value: String)]
        package let body: [UInt8]

        /// The first header of the name, in any case.
        package func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    private let rules: EgressRules
    private let timeout: Duration
    private let unpacks: Bool

    /// - Parameters:
    ///   - timeout: Of one request.
    ///   - unpacks: Whether bodies are asked for compressed, and returned as they were before.
    package init(rules: EgressRules, timeout: Duration, unpacks: Bool = false) {
        self.rules = rules
        self.timeout = timeout
        self.unpacks = unpacks
    }

    /// - Parameter longest: Bytes of the body that are read; 0 reads none.
    /// - Throws: ``Failure``
    package func send(_ request: HTTPClientRequest, longest: Int = 0) async throws -> Response {
        do throws(InvalidURL) { _ = try WebURL(request.url) } catch {
            throw Failure(reason: .request, message: "The URL is not valid: it \(error.problem).")
        }
        // As the client spells it: its address is given by this name.
        guard let host = URL(string: request.url)?.host(percentEncoded: false), !host.isEmpty else {
            throw Failure(reason: .request, message: "The URL has no host.")
        }
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        // Of the whole request, the look-up of the name too.
        let end = ContinuousClock.now + timeout
        let address = try await address(of: name)
        let rest = max(end - .now, .milliseconds(1))
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [name: address.description]
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(Int64(rest / .nanoseconds(1)))
        configuration.connectionPool.retryConnectionEstablishment = false
        // The caller bounds what it takes of the body.
        if unpacks { configuration.decompression = .enabled(limit: .none) }
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let response = try await response(to: request, longest: longest, within: rest, by: client)
            try? await client.shutdown()
            return response
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func response(
        to request: HTTPClientRequest, longest: Int, within limit: Duration, by client: HTTPClient
    ) async throws -> Response {
        do {
            let limit = TimeAmount.nanoseconds(Int64(limit / .nanoseconds(1)))
            let response = try await client.execute(request, timeout: limit)
            let body = longest > 0 ? try await response.body.collect(upTo: longest) : ByteBuffer()
            return Response(
                status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
                body: Array(body.readableBytesView))
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            throw Failure(reason: .time, message: "No response within \(timeout.components.seconds) seconds.")
        } catch let error as HTTPClientError {
            throw Failure(
                reason: error.isOfRequest ? .request : .connection, message: "No response: \(error.shortDescription).")
        } catch is NIOTooManyBytesError {
            throw Failure(reason: .size, message: "The response is longer than \(longest) bytes.")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(reason: .connection, message: "No response: \(type(of: error)).")
        }
    }

    private func address(of name: String) async throws -> IPAddress {
        let addresses: [IPAddress]
        do { addresses = try await HostAddresses.find(name, within: timeout) } catch let error as CancellationError {
            throw error
        } catch { throw Failure(reason: .connection, message: "\(error)") }
        guard let address = addresses.first(where: rules.allows) else {
            throw Failure(
                reason: .address,
                message: "\(name) has addresses of private networks or of this machine only, which are not allowed.")
        }
        return address
    }
}

extension HTTPClientError {
    private static let ofRequests = Set(
        [
            HTTPClientError.invalidURL, .emptyHost, .emptyScheme, .unsupportedScheme(""), .missingSocketPath,
            .bodyLengthMismatch, .invalidHeaderFieldNames([]), .invalidHeaderFieldValues([]), .traceRequestWithBody,
        ].map(\.shortDescription))

    /// Whether no other try would change it.
    var isOfRequest: Bool { Self.ofRequests.contains(shortDescription) }
}
