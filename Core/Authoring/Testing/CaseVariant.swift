import JSON

/// What is tried with a case that succeeds besides the case itself: one of its exchanges goes wrong in one way.
struct CaseVariant {
    enum Kind: CaseIterable {
        case refusal, unauthorized, rateLimit, fault, text, otherShape, timeout, network
    }

    let kind: Kind
    /// The index of the exchange; those after it do not come.
    let exchange: Int

    /// The variants that make sense for a case.
    static func all(of test: TemplateCase) -> [CaseVariant] {
        guard test.error == nil else { return [] }
        return (test.http ?? []).enumerated().flatMap { index, exchange -> [CaseVariant] in
            guard exchange["optional"]?.bool != true else { return [] }
            let body = exchange["response"]?["body"]
            let isRead = (body?.object != nil || body?.array != nil) && test.ignoresAnswer != true
            return Kind.allCases.filter { ($0 != .text && $0 != .otherShape) || isRead }
                .map { CaseVariant(kind: $0, exchange: index) }
        }
    }

    var name: String {
        let what =
            switch kind {
            case .refusal: "when the service rejects the request"
            case .unauthorized: "when the service responds with 401 and repeats every secret"
            case .rateLimit: "when the service responds with 429"
            case .fault: "when the service responds with 500"
            case .text: "when the service responds with invalid JSON"
            case .otherShape: "when the service responds with something else"
            case .timeout: "when the service does not respond"
            case .network: "when the service cannot be reached"
            }
        return exchange == 0 ? what : "\(what) to request \(exchange + 1)"
    }

    /// The exchanges, and what the harness is told.
    func json(of test: TemplateCase) -> (http: [JSONValue], fault: JSONValue) {
        var exchanges = Array((test.http ?? []).prefix(exchange + 1))
        if let response = response(of: test), var last = exchanges.last?.object {
            last["response"] = response
            exchanges[exchange] = .object(last)
        }
        switch kind {
        case .timeout: return (exchanges, "timeout")
        case .network: return (exchanges, "network")
        case .refusal, .unauthorized, .rateLimit, .fault, .text, .otherShape: return (exchanges, .null)
        }
    }

    private func response(of test: TemplateCase) -> JSONValue? {
        switch kind {
        case .refusal: test.failure ?? ["status": 400, "body": ["error": "made by plugin test"]]
        case .unauthorized:
            // Of what it was sent: it knows no other.
            ["status": 401, "body": ["error": .string(secretsSent(test).joined(separator: " "))]]
        case .rateLimit:
            ["status": 429, "headers": ["retry-after": "7"], "body": ["error": "made by plugin test"]]
        case .fault: ["status": 500, "body": ["error": "made by plugin test"]]
        case .text: ["status": 200, "body": "<html>made by plugin test</html>"]
        case .otherShape: ["status": 200, "body": ["unexpected": true]]
        case .timeout, .network: nil
        }
    }

    private func secretsSent(_ test: TemplateCase) -> [String] {
        let requests = (test.http ?? []).compactMap { $0["request"]?.text }.joined()
        return (test.env ?? [:]).map(\.value).sorted().filter { requests.contains($0) }
    }

    /// What is wrong with the error that a node threw.
    func problems(of error: TemplateFailure, _ test: TemplateCase) -> [String] {
        var problems: [String] = []
        let isRetryable =
            switch kind {
            case .refusal: test.failure?["retryable"]?.bool ?? false
            case .unauthorized: false
            case .rateLimit: true
            case .fault, .text, .otherShape, .timeout, .network: test.sentOnce?.contains(exchange) != true
            }
        if error.retryable != isRetryable {
            problems.append("the error is \(error.retryable ? "" : "not ")to be tried again: \(error.message)")
        }
        if kind == .rateLimit, error.retryAfter != 7 {
            problems.append("the error has no retryAfter of 7, as the service requests")
        }
        if kind == .refusal {
            for part in [test.failure?["message"]?.string, test.failure?["status"]?.int.map { "\($0)" }] {
                if let part, !error.message.contains(part) {
                    problems.append("the error is \"\(error.message)\", without \"\(part)\"")
                }
            }
        }
        return problems
    }
}
