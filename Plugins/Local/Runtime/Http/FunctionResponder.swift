import HTTPTypes
import Hummingbird
import JSON
import NIOCore
import PluginMessages

/// Answers requests to deployed Workers.
struct FunctionResponder: HTTPResponder {
    private let context: RuntimeContext
    private let functions: PartTasks<FunctionServer>
    private let rate: RequestRate
    /// Of a request's body, in bytes.
    private let bodyLimit: Int

    init(_ context: RuntimeContext, _ functions: PartTasks<FunctionServer>) {
        self.context = context
        self.functions = functions
        rate = RequestRate(limit: context.configuration.requestsPerMinute)
        bodyLimit = context.configuration.requestBytes
    }

    func respond(to request: Request, context: FunctionContext) async throws -> Response {
        try await respond(to: request, from: context.peer)
    }

    /// - Parameter peer: The address at the other end of the connection.
    func respond(to request: Request, from peer: String) async throws -> Response {
        let own = request.head.authority == nil ? try await functions.run { $0.authority } : nil
        let origin = RequestOrigin(request.head, peer: peer, proxies: context.configuration.proxies, own: own)
        guard let origin else {
            return FunctionResponse.problem(
                .badRequest, "local.request.host", "The Host header is not one valid host name or address.")
        }
        guard let call = FunctionRequest(request.head, from: origin) else {
            return FunctionResponse.problem(.notFound, "local.path", "Deployed Workers are available below /w/NAME/.")
        }
        let start = ContinuousClock.now
        let (response, service) = try await respond(to: request, call, from: origin)
        context.answered(
            call, request.method, of: service, from: origin, with: response.status, after: .now - start)
        return response
    }

    /// - Returns: The response, and the service that the request was for, if there is one.
    private func respond(
        to request: Request, _ call: FunctionRequest, from origin: RequestOrigin
    ) async throws -> (Response, service: String?) {
        if let seconds = rate.wait(origin.network) {
            context.counters.limited(by: .requestRate)
            var response = FunctionResponse.problem(
                .tooManyRequests, "local.request.rate",
                "Too many requests \(RuntimeLimit.requestRate.named). Retry in \(seconds) seconds.")
            response.headers[.retryAfter] = "\(seconds)"
            return (response, nil)
        }
        guard !["CONNECT", "TRACE", "TRACK"].contains(request.method.rawValue) else {
            return (FunctionResponse.problem(.notImplemented, "local.method", "The method is not supported."), nil)
        }
        guard request.headers.count <= context.configuration.headers else {
            context.counters.limited(by: .requestHeaders)
            return (
                FunctionResponse.problem(
                    .requestHeaderFieldsTooLarge, "local.request.headers",
                    "The request has more than the \(context.configuration.headers) headers that are allowed "
                        + "\(RuntimeLimit.requestHeaders.named)."
                ),
                nil
            )
        }
        let length = request.headers[.contentLength].flatMap { Int($0) }
        if let length, length > bodyLimit { return (tooLarge, nil) }
        let hasBody = length.map { $0 > 0 } ?? request.headers.contains(.transferEncoding)
        let reader =
            hasBody && request.method != .get && request.method != .head
            ? RequestReader(request.body, limit: bodyLimit) : nil
        do {
            let body = reader?.bytes
            let answer = try await functions.run { try await $0.fetch(call.service, call.value, body: body) }
            return (try FunctionResponse.make(answer, isHead: request.method == .head, reader: reader), call.service)
        } catch {
            await reader?.stop()
            let isKnown = (error as? PluginFailure)?.local != .serviceUnknown
            let refused = await reader?.refusal.map(refusal)
            return (try refused ?? Self.problem(error), isKnown ? call.service : nil)
        }
    }

    private static func problem(_ error: any Error) throws -> Response {
        switch error {
        case let failure as HandlerFailure:
            // What was thrown is for the log: whoever asks need not know it.
            let message = "The function failed" + (failure.nodeId.map { " in node \"\($0)\"." } ?? ".")
            return FunctionResponse.problem(
                .internalServerError, "local.function.failed", message, nodeId: failure.nodeId)
        case let failure as PluginFailure:
            return FunctionResponse.problem(status(of: failure), failure.code, message(of: failure))
        // The program changed what the runtime writes with.
        case is JSONMismatch:
            return FunctionResponse.problem(
                .internalServerError, "local.function.failed", "The function's response is not valid.")
        default: throw error
        }
    }

    private static func status(of failure: PluginFailure) -> HTTPResponse.Status {
        switch failure.local {
        case .serviceUnknown: .notFound
        case .bodyTooLarge: .contentTooLarge
        case .requestTimeout: .gatewayTimeout
        case .workerLost, .workerInterrupted: .badGateway
        default: .serviceUnavailable
        }
    }

    /// Why a process ended may quote what it printed.
    private static func message(of failure: PluginFailure) -> String {
        switch failure.local {
        case .workerLost, .workerInterrupted: "The process that ran the function ended."
        case .serviceUnknown, .requestTimeout, .requestTooMany, .processes:
            failure.message
        default: "Functions cannot run on this machine now."
        }
    }

    private func refusal(_ reason: RequestReader.Refusal) -> Response {
        switch reason {
        case .tooLarge: tooLarge
        case .slow: FunctionResponse.problem(.requestTimeout, reason.failure.code, reason.failure.message)
        case .malformed: FunctionResponse.problem(.badRequest, reason.failure.code, reason.failure.message)
        }
    }

    private var tooLarge: Response {
        context.counters.limited(by: .requestBody)
        return FunctionResponse.problem(
            .contentTooLarge, "local.body.tooLarge",
            "The body is larger than \(bodyLimit) bytes \(RuntimeLimit.requestBody.named).")
    }
}
