import AsyncHTTPClient
import Egress
import FoundationEssentials
import NIOCore
import Values

/// Sends requests to where users say, at the very address that the rules were held against: a name that leads elsewhere by
/// the next look-up, and a redirect, lead nowhere.
struct GuardedClient: Sendable {
    /// Why there is no response, in words that hold nothing of the request but its host.
    struct Failure: Error, Sendable { let message: String }

    /// A response, whatever its status.
    struct Response: Sendable {
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        /// The first header of the name, in any case.
        func header(_ name: String) -> String? {
            headers.first { $0.name.lowercased() == name.lowercased() }?.value
        }
    }

    let rules: EgressRules
    let timeout: Duration

    /// - Parameter longest: Bytes of the body that are read; 0 reads none.
    /// - Throws: ``Failure``
    func send(_ request: HTTPClientRequest, longest: Int = 0) async throws -> Response {
        do throws(InvalidURL) { _ = try WebURL(request.url) } catch {
            throw Failure(message: "The URL is not valid: it \(error.problem).")
        }
        // As the client spells it: its address is given by this name.
        guard let host = URL(string: request.url)?.host(percentEncoded: false), !host.isEmpty else {
            throw Failure(message: "The URL has no host.")
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
            throw Failure(message: "No response within \(timeout.components.seconds) seconds.")
        } catch let error as HTTPClientError {
            throw Failure(message: "No response: \(error.shortDescription).")
        } catch is NIOTooManyBytesError {
            throw Failure(message: "The response is longer than \(longest) bytes.")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw Failure(message: "No response: \(type(of: error)).")
        }
    }

    private func address(of name: String) async throws -> IPAddress {
        let addresses: [IPAddress]
        do { addresses = try await HostAddresses.find(name, within: timeout) } catch let error as CancellationError {
            throw error
        } catch { throw Failure(message: "\(error)") }
        guard let address = addresses.first(where: rules.allows) else {
            throw Failure(
                message: "\(name) has addresses of private networks or of this machine only, which are not allowed.")
        }
        return address
    }
}
