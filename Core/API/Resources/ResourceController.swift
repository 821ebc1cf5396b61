import FoundationEssentials
import Hummingbird
import JSON
import Platform
import PluginHost
import PluginMessages
import Values

/// `/resources/…`: the endpoints of plugins, as they are at the moment of a request.
struct ResourceController {
    let resources: Resources
    let limiter: RateLimiter

    /// Each plugin declares the scope of its endpoints; this is the least. The OpenAPI document lists the endpoints themselves.
    var endpoints: [Endpoint<APIContext>] {
        ([.get, .post, .put, .patch, .delete] as [HTTPRequest.Method]).map { method in
            Endpoint(
                OperationSpec(method: method, path: "/api/resources/**", summary: "", access: .scope(.read)),
                use: respond
            ).unlisted
        }
    }

    /// What a plugin returns is a stranger's, and comes from the console's origin: no browser runs any of it, sends a form of it, or
    /// shows it in another page.
    private static let policy = "default-src 'none'; sandbox; form-action 'none'; frame-ancestors 'none'"

    @Sendable private func respond(_ request: Request, _ context: APIContext) async throws -> Response {
        // Not decoded: a slash within a name is %2F.
        let path = request.uri.path.split(separator: "/", omittingEmptySubsequences: false)
            .dropFirst(3).map { PercentEncoding.decoded($0) ?? String($0) }
        let call = Resources.Call(
            method: request.method == .head ? "GET" : request.method.rawValue, path: path,
            query: request.queryItems.items)
        switch try await resources.find(context.caller, call) {
        case .nothing: throw HTTPError(.notFound)
        case .otherMethod(let methods):
            throw MethodNotAllowed(allowed: methods.compactMap { HTTPRequest.Method(rawValue: $0) })
        case .endpoint(let resource, let parameters):
            let status = try await limiter.count(resource.scope.limit, of: context.rateLimitKey)
            try status?.check()
            let body = try await request.body.collect(upTo: context.bodyLimit)
            let answer = try await resources.answer(
                context.caller, call, resource, parameters: parameters, body: Array(body.readableBytesView))
            var response = try answer.response
            response.headers[.contentSecurityPolicy] = Self.policy
            status?.add(to: &response.headers)
            return response
        }
    }
}

extension ResourceResponse {
    fileprivate var response: Response {
        get throws {
            let status = HTTPResponse.Status(code: (200..<300).contains(status) ? status : 200)
            if let json { return .json(json, status: status) }
            guard let bytes else { return Response(status: status) }
            guard let data = Data(base64Encoded: bytes) else {
                throw PlatformError.plugin(
                    "resource",
                    PluginFailure(code: "plugin.message", message: "The bytes of the response are not valid base64."))
            }
            return Response(
                status: status,
                // Not shown as a page either: browsers save it.
                headers: [
                    .contentType: contentType ?? "application/octet-stream", .contentDisposition: "attachment",
                ],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: data)))
        }
    }
}
