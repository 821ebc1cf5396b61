import AsyncHTTPClient
import Egress
import FoundationEssentials
import NIOCore

/// Why a try of a delivery failed, in the words of its log.
struct WebhookFailure: Error, Sendable {
    /// Of the response; `nil` without one.
    let status: Int?
    let message: String
}

/// Sends one request to where a webhook says, at the very address that the rules were held against: a name that leads
/// elsewhere by the next look-up, and a redirection, lead nowhere.
struct WebhookSender: Sendable {
    let rules: EgressRules
    let timeout: Duration

    /// - Returns: The status of the response, a success. Its body is not read: nobody is shown what is there.
    func send(_ body: String, to url: String, _ headers: [(String, String)]) async throws -> Int {
        guard let host = URL(string: url)?.host(percentEncoded: false), !host.isEmpty else {
            throw WebhookFailure(status: nil, message: "The URL has no host.")
        }
        let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
        let address = try await address(of: name)
        var configuration = HTTPClient.Configuration()
        configuration.dnsOverride = [name: address.description]
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .nanoseconds(Int64(timeout / .nanoseconds(1)))
        configuration.connectionPool.retryConnectionEstablishment = false
        let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        do {
            let status = try await status(of: body, to: url, headers, by: client)
            try? await client.shutdown()
            guard (200..<300).contains(status) else {
                throw WebhookFailure(status: status, message: "The response has the status \(status).")
            }
            return status
        } catch {
            try? await client.shutdown()
            throw error
        }
    }

    private func status(
        of body: String, to url: String, _ headers: [(String, String)], by client: HTTPClient
    ) async throws -> Int {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers.add(name: "content-type", value: "application/json")
        request.headers.add(name: "user-agent", value: "Millrace")
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        request.body = .bytes(ByteBuffer(string: body))
        do {
            let limit = TimeAmount.nanoseconds(Int64(timeout / .nanoseconds(1)))
            return Int(try await client.execute(request, timeout: limit).status.code)
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
            throw WebhookFailure(status: nil, message: "No response within \(timeout.components.seconds) seconds.")
        } catch let error as HTTPClientError {
            throw WebhookFailure(status: nil, message: "No response: \(error.shortDescription).")
        } catch let error as CancellationError {
            throw error
        } catch {
            throw WebhookFailure(status: nil, message: "No response: \(type(of: error)).")
        }
    }

    private func address(of name: String) async throws -> IPAddress {
        let addresses: [IPAddress]
        do { addresses = try await HostAddresses.find(name) } catch {
            throw WebhookFailure(status: nil, message: "\(error)")
        }
        guard let address = addresses.first(where: rules.allows) else {
            throw WebhookFailure(
                status: nil,
                message: "\(name) has addresses of private networks or of this machine only, which are not allowed.")
        }
        return address
    }
}
