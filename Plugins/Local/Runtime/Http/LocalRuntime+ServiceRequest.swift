import HTTPTypes
import Hummingbird
import NIOCore
import PluginMessages

extension LocalRuntime {
    /// Answers a request as the address of a deployment does.
    package nonisolated func answer(_ asked: ServiceRequest) async throws -> ServiceResponse {
        let service = try DeploymentReference(asked.deployment.reference).service
        var headers = HTTPFields()
        for header in asked.headers {
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
                code: "local.response.broken", message: "The response ended early: \(error)")
        }
        return ServiceResponse(
            status: response.status.code,
            headers: response.headers.map { .init(name: $0.name.rawName, value: $0.value) }, bytes: collected.bytes)
    }

    /// Host and port of the address of deployments.
    var authority: String {
        guard let address, let start = address.firstRange(of: "://")?.upperBound else { return "localhost" }
        return String(address[start...].prefix { $0 != "/" })
    }
}
