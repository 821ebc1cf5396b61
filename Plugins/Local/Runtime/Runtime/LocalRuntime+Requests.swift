import HTTPTypes
import Hummingbird
import NIOCore
import PluginMessages

extension LocalRuntime {
    /// Answers a request as the address of a deployment does.
    package nonisolated func answer(_ asked: ServiceRequest) async throws -> ServiceResponse {
        let service = try DeploymentReference(asked.deployment.reference).service
        var headers = HTTPFields()
        // One more than are allowed is refused as more would be, which could not be kept.
        for header in asked.headers.prefix(context.configuration.headers + 1) {
            // The length is that of the body, whatever is said of it.
            guard let name = HTTPField.Name(header.name), name != .contentLength,
                !HopByHop.names.contains(name.canonicalName)
            else { continue }
            headers.append(HTTPField(name: name, value: header.value))
        }
        let body = asked.body.map { ByteBuffer(string: $0) } ?? ByteBuffer()
        if asked.body != nil { headers[.contentLength] = "\(body.readableBytes)" }
        let authority = await authority
        let head = HTTPRequest(
            method: HTTPRequest.Method(rawValue: asked.method.rawValue) ?? .post, scheme: "http", authority: authority,
            path: asked.path, headerFields: headers)
        let response = try await respond(
            to: Request(head: head, body: RequestBody(buffer: body)), service: service, authority: authority,
            path: asked.path)
        let collected = CollectedBody(limit: ServiceResponse.longestBody)
        do { try await response.body.write(collected) } catch is CollectedBody.Full {
        } catch {
            throw PluginFailure(
                .responseBroken, message: "The response ended early: \(error)")
        }
        return ServiceResponse(
            status: response.status.code,
            headers: response.headers.map { .init(name: $0.name.rawName, value: $0.value) }, bytes: collected.bytes)
    }

    /// Answers as the address of a service does, for a server that has addresses of its own.
    /// - Parameter path: As the Worker sees it, with the query.
    package nonisolated func respond(
        to request: Request, service: String, authority: String, path: String
    ) async throws -> Response {
        var head = request.head
        head.authority = authority
        head.path = "/w/\(service)\(path)"
        return try await responder.respond(to: Request(head: head, body: request.body), from: "127.0.0.1")
    }

    private var responder: FunctionResponder { functions.responder }
    private var authority: String { functions.authority }

    /// Where deployed Workers answer, below `/w/NAME/`; `nil` where the port could not be had.
    package var address: String? { functions.address }
}
