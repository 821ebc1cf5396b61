import JSON
import PluginMessages

/// What became of the deployment that was there before a deploy failed.
enum Restoration: Sendable {
    /// No change had been made.
    case untouched
    case restored
    /// There was none, and what was made is gone.
    case removed
    case failed(String)

    var sentence: String {
        switch self {
        case .untouched: "Nothing was changed."
        case .restored: "The previous deployment was restored."
        case .removed: "Created resources were removed."
        case .failed(let reason):
            "The previous deployment could not be restored (\(reason)); the next deploy retries the restore."
        }
    }

    var code: String {
        switch self {
        case .untouched: "untouched"
        case .restored: "restored"
        case .removed: "removed"
        case .failed: "failed"
        }
    }
}

extension PluginFailure {
    /// Of a deploy: the stage, the call, what the API said and what became of what was there.
    init(deploying error: any Error, stage: DeployStage, service: String, _ restoration: Restoration) {
        let failure = PluginFailure(cloudflare: error)
        var details = failure.details?.object ?? [:]
        if let list = failure.details?.array { details["problems"] = .array(list) }
        details["stage"] = .string(stage.rawValue)
        details["previousDeployment"] = .string(restoration.code)
        let missing = (error as? APIFailure)?.missingService
        if let missing { details["service"] = .string(missing) }
        self.init(
            code: failure.code,
            message: "\(service), \(stage.rawValue): \(failure.message.withoutStop). \(restoration.sentence)",
            details: .object(details), retryable: failure.retryable, fault: missing == nil ? failure.fault : .notFound,
            retryAfter: failure.retryAfter)
    }

    /// Whatever a call threw.
    init(cloudflare error: any Error) {
        switch error {
        case let failure as APIFailure: self = failure.failure
        case let failure as PluginFailure: self = failure
        case is CancellationError:
            self.init(code: "cloudflare.cancelled", message: "The call was cancelled.", retryable: true)
        default: self.init(code: "cloudflare.failure", message: "\(error)")
        }
    }
}

extension APIFailure {
    /// The service that a binding names and the account does not have: error 10143 says "Target script '…' not found".
    fileprivate var missingService: String? {
        guard case .refused(_, let problems) = reason, let problem = problems.first(where: { $0.code == 10143 }),
            let name = problem.message.firstMatch(of: /Target script '([^']+)'/)
        else { return nil }
        return String(name.1)
    }
}

extension String {
    fileprivate var withoutStop: String { hasSuffix(".") ? String(dropLast()) : self }
}
