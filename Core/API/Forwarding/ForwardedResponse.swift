import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// The response of the server that leads, as a client of this one gets it.
struct ForwardedResponse: Sendable {
    let upstream: HTTPClientResponse
    let fields: HTTPFields
    /// The request's body, which may still be on its way.
    let sent: ClientBody
    /// The client's connection.
    let channel: any Channel

    /// - Parameter method: Of the request.
    func response(to method: HTTPRequest.Method) async -> Response {
        let status = HTTPResponse.Status(code: Int(upstream.status.code), reasonPhrase: upstream.status.reasonPhrase)
        let length = fields[.contentLength].flatMap { Int($0) }
        guard method != .head, ![.noContent, .notModified].contains(status), length != 0 else {
            await sent.stop()
            return Response(status: status, headers: fields, body: ResponseBody())
        }
        let isEvents = fields[.contentType]?.hasPrefix("text/event-stream") ?? false
        return Response(
            status: status, headers: fields,
            body: ResponseBody(contentLength: length) { writer in
                do {
                    if isEvents { try await copyEvents(to: &writer) } else { try await copy(to: &writer) }
                } catch {
                    await sent.stop()
                    throw error
                }
                await sent.stop()
                try await writer.finish(nil)
            })
    }

    private func copy(to writer: inout any ResponseBodyWriter) async throws {
        for try await bytes in upstream.body { try await writer.write(bytes) }
    }

    /// A stream may be silent for long: it ends as soon as its client goes, and when the server stops.
    private func copyEvents(to writer: inout any ResponseBodyWriter) async throws {
        let (events, source) = RequestBody.makeStream()
        let (departures, gone) = AsyncStream.makeStream(of: Void.self)
        let departure = ClientDisconnectHandler { gone.finish() }
        try await channel.pipeline.addHandler(departure, position: .first)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { [upstream] in
                do {
                    for try await bytes in upstream.body { await source.yield(bytes) }
                } catch is CancellationError {
                } catch {
                    source.finish(error)
                    throw error
                }
                source.finish()
            }
            group.addTask {
                for await _ in departures {}
                source.finish()
            }
            group.addTask {
                try? await gracefulShutdown()
                source.finish()
            }
            for try await bytes in events { try await writer.write(bytes) }
            group.cancelAll()
        }
        try? await channel.pipeline.removeHandler(departure)
    }
}
