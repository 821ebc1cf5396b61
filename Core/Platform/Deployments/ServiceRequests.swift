import JSON
import PluginHost
import PluginMessages
import Storage
import Values

/// Requests to what is deployed, for people who try it out: browsers cannot read the answers of another origin.
package struct ServiceRequests: Sendable {
    /// Of a request, in bytes.
    package static let longestBody = 100 << 10
    package static let mostHeaders = 50
    /// Characters.
    package static let longestPath = 2048
    package static let longestHeader = 4096

    let runs: Runs

    /// A request, as somebody wrote it.
    package struct New: Sendable {
        let method: ServiceRequest.Method
        let path: String
        let headers: [ServiceRequest.Header]
        let body: String?

        /// - Throws: ``PlatformError/invalid(_:)``
        package init(
            method: String?, path: String?, headers: [ServiceRequest.Header], body: String?
        ) throws(PlatformError) {
            var problems = Problems()
            self.method = problems.choice(method, at: "method") ?? .post
            self.path = path ?? "/"
            self.headers = headers
            self.body = body
            check(&problems)
            try problems.throwIfAny()
        }

        private func check(_ problems: inout Problems) {
            let isPath =
                path.hasPrefix("/") && path.utf8.count <= ServiceRequests.longestPath
                && path.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") }
            if !isPath {
                problems.add(
                    "pattern",
                    "must begin with \"/\" and have at most \(ServiceRequests.longestPath) characters of ASCII, without spaces and \"#\"; "
                        + "write others as %XX",
                    at: .root.appending("path"))
            }
            if (body?.utf8.count ?? 0) > ServiceRequests.longestBody {
                problems.add(
                    "length", "must have at most \(ServiceRequests.longestBody) bytes", at: .root.appending("body"))
            }
            if headers.count > ServiceRequests.mostHeaders {
                problems.add(
                    "count", "must be at most \(ServiceRequests.mostHeaders) headers", at: .root.appending("headers"))
            }
            for (index, header) in headers.enumerated() where !Self.isValid(header) {
                problems.add(
                    "pattern",
                    "\"\(header.name.prefix(100))\" is not a valid header: a name has letters, digits and \"-\", a value at most "
                        + "\(ServiceRequests.longestHeader) characters of ASCII",
                    at: .root.appending("headers").appending(index))
            }
        }

        private static func isValid(_ header: ServiceRequest.Header) -> Bool {
            !header.name.isEmpty && header.name.utf8.count <= 256
                && header.value.utf8.count <= ServiceRequests.longestHeader
                // RFC 9110, section 5.6.2 "Tokens".
                && header.name.utf8.allSatisfy { byte in
                    switch byte {
                    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
                    }
                }
                && header.value.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        }
    }

    /// A response, and how long it took.
    package struct Answer: Sendable {
        package let response: ServiceResponse
        package let duration: Duration
    }

    /// Sends a request to what is deployed of a workflow to a connection.
    package func send(
        _ caller: Caller, to workflow: WorkflowID, on connection: ConnectionID, _ new: New
    ) async throws -> Answer {
        let deployed = try await runs.deployed(workflow, on: connection, caller, orFunction: true)
        let provider = try runs.contributions.loadedProvider(of: deployed)
        let request = ServiceRequest(
            deployment: try deployed.handle(runs.secrets), method: new.method, path: new.path, headers: new.headers,
            body: new.body)
        let start = ContinuousClock.now
        let response: ServiceResponse
        do { response = try await provider.request(request) } catch {
            throw PlatformError.provider(provider.definition.id, error)
        }
        return Answer(response: response.bounded, duration: .now - start)
    }
}

extension ServiceResponse {
    /// What a plugin reports may be larger than it should be.
    fileprivate var bounded: ServiceResponse {
        guard let body, body.utf8.count > Self.longestBody else { return self }
        return ServiceResponse(status: status, headers: headers, bytes: Array(body.utf8))
    }
}
