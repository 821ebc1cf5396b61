import JSON
import PluginMessages

/// Why a call to the API gave no result.
struct APIFailure: Error, Sendable {
    /// One of the `errors` of an answer.
    struct Problem: Sendable, Equatable {
        let code: Int
        let message: String
    }

    enum Reason: Sendable {
        case refused(status: Int, [Problem])
        /// Nobody knows whether the call was carried out.
        case noAnswer(PluginFailure)
        /// An answer that is none of this API.
        case malformed(status: Int, String)
    }

    let call: String
    let permission: TokenPermission
    let reason: Reason
    /// For how long the API asks to be left alone.
    var retryAfter: Duration?

    /// The object does not exist. Of a path that the API does not route ("Could not route to …", 7003), such as one below an
    /// account id that is not valid, nobody can tell.
    var isMissing: Bool { status == 404 && !has(code: 7003) }

    /// The request is at fault, so that a repetition fails, too: not a limit, the API or the network.
    var isRefusal: Bool { status.map { (400..<500).contains($0) && !isLimit } ?? false }

    /// Of an answer.
    var status: Int? {
        switch reason {
        case .refused(let status, _), .malformed(let status, _): status
        case .noAnswer: nil
        }
    }

    func has(code: Int) -> Bool {
        guard case .refused(_, let problems) = reason else { return false }
        return problems.contains { $0.code == code }
    }

    /// The token does not allow the call. Other refusals with status 403 are about the account, such as an email address
    /// that is not verified (10034) or a product that is not enabled (10042): they have texts of their own.
    var lacksPermission: Bool { has(code: 10000) || has(code: 9109) }

    /// The API asks to be left alone, by all calls of the account.
    var isLimit: Bool { status == 429 }

    /// A later try may succeed.
    var isTransient: Bool {
        switch reason {
        case .refused(let status, _), .malformed(let status, _): status == 429 || status >= 500
        case .noAnswer(let failure): failure.retryable
        }
    }

    /// For people: the call and what the API said.
    var message: String {
        switch reason {
        case .refused(let status, let problems):
            let told = problems.map { "\($0.message.trimmed) (\($0.code))" }.joined(separator: "; ")
            let hint =
                lacksPermission && permission != .none
                ? ". The API token needs the permission \"\(permission.rawValue)\" for this call" : ""
            return
                "\(call) was refused with status \(status): \(told.isEmpty ? "no reason was given" : told)\(hint)\(advice)"
        case .noAnswer(let failure): return "\(call) got no response: \(failure.message)"
        case .malformed(let status, let text): return "\(call) returned an unexpected response (\(status)): \(text)"
        }
    }

    /// What to do about refusals whose texts do not say it.
    private var advice: String {
        if has(code: 10063) {
            return
                ". Open Workers & Pages in Cloudflare's dashboard once, which registers a workers.dev subdomain, or set "
                + "workersDevSubdomain in the deploy configuration"
        }
        // As the vendor's own client advises: `tests/deploy/workers-dev.test.ts` of cloudflare/workers-sdk, packages/wrangler.
        if has(code: 10034) {
            return
                ". Verify the email address of the Cloudflare account (a link is sent to it, and by https://dash.cloudflare.com "
                + "again), then try again"
        }
        if has(code: 100117) {
            return ". Remove the DNS record, or set overrideDNS in the deploy configuration to replace it"
        }
        return ""
    }

    /// Whole seconds, where the API asks for a pause.
    private var pause: Int? { retryAfter.map { Int($0.components.seconds) + ($0.components.attoseconds > 0 ? 1 : 0) } }

    var code: String {
        switch reason {
        case .refused: lacksPermission ? "cloudflare.permission" : "cloudflare.api"
        case .noAnswer: "cloudflare.noAnswer"
        case .malformed: "cloudflare.answer"
        }
    }

    var details: JSONObject {
        var details: JSONObject = ["call": .string(call)]
        if let status { details["status"] = .int(status) }
        if case .refused(_, let problems) = reason {
            details["errors"] = .array(problems.map { ["code": .int($0.code), "message": .string($0.message)] })
        }
        if lacksPermission, permission != .none { details["permission"] = .string(permission.rawValue) }
        return details
    }

    /// As it leaves the plugin.
    var failure: PluginFailure {
        PluginFailure(
            code: code, message: message, details: .object(details), retryable: isTransient, retryAfter: pause)
    }
}

extension APIFailure {
    /// As it leaves the plugin when a caller asked for a resource: what is not there, or cannot be so, is the request's
    /// fault.
    var refusal: PluginFailure {
        let fault: PluginFailure.Fault? =
            switch status {
            case 404, 410: .notFound
            case 400, 413, 422: .invalid
            case 409, 412: .conflict
            default: nil
            }
        return PluginFailure(
            code: code, message: message, details: .object(details), retryable: isTransient,
            fault: lacksPermission ? nil : fault, retryAfter: pause)
    }
}

extension String {
    /// Without a full stop at the end, to go on within a sentence.
    fileprivate var trimmed: String { hasSuffix(".") ? String(dropLast()) : self }
}
