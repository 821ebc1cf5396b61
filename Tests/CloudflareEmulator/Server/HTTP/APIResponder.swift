import Hummingbird
import JSON
import NIOCore

/// Answers calls of the API: who calls, what goes wrong, what is called.
struct APIResponder: Sendable {
    static let prefix = "/client/v4"

    let store: Store
    let log: CallLog
    let endpoints: [Endpoint]

    func respond(to request: Request, context: EmulatorContext) async throws -> Response {
        let path = String(request.uri.path.dropFirst(Self.prefix.count))
        let clock = ContinuousClock()
        let start = clock.now
        let (number, fault) = await log.began(
            method: request.method.rawValue, path: path, query: request.uri.query)
        do {
            let response = try await respond(to: request, path: path, fault, context)
            await log.ended(number, status: response.status.code, after: start.duration(to: clock.now))
            return response
        } catch {
            await log.ended(number, status: nil, after: start.duration(to: clock.now))
            throw error
        }
    }

    /// - Throws: When there is nobody left to answer.
    private func respond(
        to request: Request, path: String, _ fault: Fault?, _ context: EmulatorContext
    ) async throws -> Response {
        guard let fault else {
            return await answer(request, path: path, body: try await Self.content(of: request.body))
        }
        switch fault.effect {
        case .error(let error):
            let body = try await Self.content(of: request.body)
            if fault.time == .after { _ = await answer(request, path: path, body: body) }
            return .envelope(error)
        case .delay(let milliseconds):
            let body = try await Self.content(of: request.body)
            if fault.time == .before { try await Task.sleep(for: .milliseconds(milliseconds)) }
            let response = await answer(request, path: path, body: body)
            if fault.time == .after { try await Task.sleep(for: .milliseconds(milliseconds)) }
            return response
        case .cut:
            let body = try await Self.content(of: request.body)
            if fault.time == .after { _ = await answer(request, path: path, body: body) }
            await context.cut()
            throw CancellationError()
        case .hang:
            return try await request.body.consumeWithCancellationOnInboundClose { body in
                let content = try await Self.content(of: body)
                if fault.time == .after { _ = await answer(request, path: path, body: content) }
                // Until the client goes.
                while true { try await Task.sleep(for: .seconds(3_600)) }
            }
        }
    }

    private static func content(of body: RequestBody) async throws -> ByteBuffer {
        try await body.collect(upTo: 128 << 20)
    }

    private func answer(_ request: Request, path: String, body: ByteBuffer) async -> Response {
        do {
            let token = try await token(of: request)
            let (endpoint, parameters) = try endpoint(request.method, path)
            let account = try await account(of: parameters, for: token)
            if let permission = endpoint.permission, !token.allows(permission) { throw APIError.forbidden }
            let call = Call(request: request, body: body, parameters: parameters, token: token, account: account)
            return try await endpoint.respond(call).response
        } catch let error as APIError {
            return .envelope(error)
        } catch {
            store.report("\(request.method) \(path): \(error)")
            return .envelope(.internalError)
        }
    }

    private func token(of request: Request) async throws -> Token {
        guard let header = request.headers[.authorization] else {
            throw APIError(.badRequest, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers")
        }
        guard header.hasPrefix("Bearer "), header.count > 7 else {
            throw APIError(.badRequest, 6003, "Invalid request headers")
        }
        guard let token = await store.token(String(header.dropFirst(7))) else {
            throw APIError(.unauthorized, 1000, "Invalid API Token")
        }
        return token
    }

    private func endpoint(
        _ method: HTTPRequest.Method, _ path: String
    ) throws -> (endpoint: Endpoint, parameters: [String: String]) {
        var isKnown = false
        for endpoint in endpoints {
            guard let parameters = endpoint.pattern.match(path) else { continue }
            if endpoint.method == method { return (endpoint, parameters) }
            isKnown = true
        }
        if isKnown { throw APIError(.methodNotAllowed, 10405, "Method not allowed for this authentication scheme") }
        throw APIError.noRoute
    }

    /// The account that a path is in; empty for paths in none.
    private func account(of parameters: [String: String], for token: Token) async throws -> String {
        let account: String
        if let name = parameters["account"] {
            account = name
        } else if let zone = parameters["zone"] {
            guard let owner = await store.account(ofZone: zone) else { throw APIError.unroutable("/zones/\(zone)") }
            account = owner
        } else {
            return ""
        }
        guard account.count == 32, account.allSatisfy(\.isHexDigit) else {
            throw APIError.unroutable("/accounts/\(account)")
        }
        guard await store.hasAccount(account), token.reaches(account) else { throw APIError.forbidden }
        return account
    }
}
