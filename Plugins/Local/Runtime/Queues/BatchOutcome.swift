import JSON

/// What becomes of the messages of a batch.
struct BatchOutcome: Sendable {
    enum Settlement: Sendable, Equatable {
        case done
        /// It stays as it is: nothing of what happened counts.
        case kept
        /// It is delivered again after that.
        case failed(delay: Duration)
    }

    /// Of messages that the handler decided on.
    private let decided: [String: Settlement]
    /// Of the others.
    private let rest: Settlement
    /// What the handler threw.
    let error: StepFailure?

    /// Nothing came of it.
    static let lost = BatchOutcome(decided: [:], rest: .failed(delay: .zero), error: nil)

    /// What is decided, with nothing of what failed besides.
    var withoutFailure: BatchOutcome { BatchOutcome(decided: decided, rest: .kept, error: nil) }

    func fate(of id: String) -> Settlement { decided[id] ?? rest }

    private init(decided: [String: Settlement], rest: Settlement, error: StepFailure?) {
        self.decided = decided
        self.rest = rest
        self.error = error
    }
}

extension BatchOutcome {
    /// As the shim tells it.
    init(json: JSONValue) throws(JSONMismatch) {
        let reader = try JSONReader(json)
        var decided: [String: Settlement] = [:]
        for id in try reader.value("acked").array ?? [] { decided[id.string ?? ""] = .done }
        for retry in try reader.value("retried").array ?? [] {
            decided[retry["id"]?.string ?? ""] = .failed(delay: Self.delay(retry))
        }
        let error = try reader.optional("error", StepFailure.init(json:))
        let rest: Settlement =
            if let all = reader.object["retriedAll"], !all.isNull {
                .failed(delay: Self.delay(all))
            } else if try reader.bool("ackedAll") || error == nil {
                .done
            } else {
                .failed(delay: .zero)
            }
        self.init(decided: decided, rest: rest, error: error)
    }

    /// At most that of "Queues: Limits" of Cloudflare's documentation.
    private static func delay(_ options: JSONValue) -> Duration {
        let seconds = min(max(options["delaySeconds"]?.double ?? 0, 0), Double(QueueLimits.longestDelay))
        return .milliseconds(Int(seconds * 1000))
    }
}
