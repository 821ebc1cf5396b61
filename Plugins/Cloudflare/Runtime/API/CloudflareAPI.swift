import JSON
import PluginKit

/// Cloudflare's API for one token. What it offers is in extensions, one a resource.
struct CloudflareAPI: Sendable {
    let account: String
    private let token: String
    private let settings: APISettings
    private let transport: any Transport

    init(account: String, token: String, settings: APISettings, transport: any Transport) {
        self.account = account
        self.token = token
        self.settings = settings
        self.transport = transport
    }

    /// The same for another account.
    func with(account: String) -> CloudflareAPI {
        CloudflareAPI(account: account, token: token, settings: settings, transport: transport)
    }

    /// A path below the account.
    func ofAccount(_ parts: String...) -> [String] { ["accounts", account] + parts }

    /// Sends a call until it is answered for good.
    @discardableResult
    func send(_ call: APICall) async throws(APIFailure) -> APIAnswer {
        let response = try await exchange(call, isEnvelope: true)
        if response.body.isEmpty, call.gives == .any { return APIAnswer(result: .null) }
        func malformed(_ text: String) -> APIFailure {
            failure(of: call, .malformed(status: response.status, text))
        }
        guard !response.body.isEmpty else { throw malformed("an empty response") }
        guard let envelope = try? JSONValue(parsing: response.body) else { throw malformed("not valid JSON") }
        guard envelope.object != nil else { throw malformed("\(envelope.text.prefix(100)) in place of an object") }
        let result = envelope["result"] ?? .null
        switch (call.gives, result) {
        case (.any, _), (.object, .object), (.list, .array), (.list, .null): break
        case (.object, _): throw malformed("the result is \(result.text.prefix(100)) in place of an object")
        case (.list, _): throw malformed("the result is \(result.text.prefix(100)) in place of a list")
        }
        return APIAnswer(result: result, info: envelope["result_info"])
    }

    /// Sends a call whose response has no envelope.
    func bytes(_ call: APICall) async throws(APIFailure) -> FetchResponse {
        try await exchange(call, isEnvelope: false)
    }

    private func exchange(_ call: APICall, isEnvelope: Bool) async throws(APIFailure) -> FetchResponse {
        let clock = ContinuousClock()
        let start = clock.now
        var attempt = 0
        while true {
            attempt += 1
            let (failure, retryAfter): (APIFailure, Duration?)
            switch await outcome(of: call, isEnvelope: isEnvelope) {
            case .success(let response): return response
            case .failure(let told): (failure, retryAfter) = (told.failure, told.retryAfter)
            }
            let delay = settings.retries.delay(
                after: failure, of: call, retryAfter: retryAfter, attempt: attempt, spent: clock.now - start,
                jitter: Double.random(in: 0...1))
            guard let delay else { throw failure }
            do { try await clock.sleep(for: delay) } catch { throw failure }
        }
    }

    private struct CallFailure: Error {
        let failure: APIFailure
        let retryAfter: Duration?
    }

    private func outcome(of call: APICall, isEnvelope: Bool) async -> Result<FetchResponse, CallFailure> {
        do {
            let response = try await transport.send(request(call))
            let isSuccess = (200..<300).contains(response.status)
            if isSuccess, !isEnvelope { return .success(response) }
            let envelope = try? JSONValue(parsing: response.body)
            if isSuccess, envelope?["success"]?.bool != false { return .success(response) }
            let reason = APIFailure.Reason(response, envelope: envelope)
            var failure = failure(of: call, reason)
            failure.retryAfter = response.retryAfter
            return .failure(CallFailure(failure: failure, retryAfter: response.retryAfter))
        } catch {
            return .failure(CallFailure(failure: failure(of: call, .noAnswer(error)), retryAfter: nil))
        }
    }

    private func failure(of call: APICall, _ reason: APIFailure.Reason) -> APIFailure {
        APIFailure(call: call.name, permission: call.permission, reason: reason.without(token))
    }

    private func request(_ call: APICall) -> FetchRequest {
        var headers = [(name: "authorization", value: "Bearer \(call.token ?? token)")] + call.headers
        let content: [UInt8]?
        switch call.body {
        case .none: content = nil
        case .json(let value):
            headers.append((name: "content-type", value: "application/json"))
            content = value.bytes
        case .multipart(let body):
            headers.append((name: "content-type", value: body.contentType))
            content = body.bytes
        case .bytes(let bytes, let type):
            headers.append((name: "content-type", value: type))
            content = bytes
        }
        return FetchRequest(
            call.method.rawValue, "\(settings.base)/\(call.target)", headers: headers, body: content,
            timeoutSeconds: settings.timeoutSeconds)
    }
}

extension APIFailure.Reason {
    /// No answer has a reason to repeat the token; should one, it goes no further.
    fileprivate func without(_ token: String) -> Self {
        func clean(_ text: String) -> String {
            token.isEmpty ? text : text.replacing(token, with: "•••")
        }
        return switch self {
        case .refused(let status, let problems):
            .refused(status: status, problems.map { .init(code: $0.code, message: clean($0.message)) })
        case .malformed(let status, let text): .malformed(status: status, clean(text))
        case .noAnswer(let failure):
            .noAnswer(
                PluginFailure(code: failure.code, message: clean(failure.message), retryable: failure.retryable))
        }
    }
}
