extension Operation {
    /// Visits what its values and its code refer to, in their order.
    public func visitReferences<Failure>(
        _ visit: (Reference) throws(Failure) -> Void
    ) throws(Failure) {
        switch self {
        case .step(let code, _): try code.visitReferences(visit)
        case .http(_, let url, let headers, let query, let body):
            try url.visitReferences(visit)
            try headers.visitReferences(visit)
            try query.visitReferences(visit)
            try body?.visitReferences(visit)
        case .sleep(let template), .sleepUntil(let template): try template.visitReferences(visit)
        case .waitForEvent: break
        case .subWorkflow(_, _, let input, _, _): try input?.visitReferences(visit)
        case .subScript(_, _, let url, let headers, let body):
            try url.visitReferences(visit)
            try headers.visitReferences(visit)
            try body?.visitReferences(visit)
        case .template(_, let params): try params.visitReferences(visit)
        }
    }
}

extension ValueTemplate {
    public func visitReferences<Failure>(_ visit: (Reference) throws(Failure) -> Void) throws(Failure) {
        switch self {
        case .literal: break
        case .reference(let reference): try visit(reference)
        case .code(let code): try code.visitReferences(visit)
        case .text(let parts): for part in parts { try part.visitReferences(visit) }
        case .array(let values): for value in values { try value.visitReferences(visit) }
        case .object(let members): for member in members { try member.value.visitReferences(visit) }
        }
    }
}

extension CodeText {
    public func visitReferences<Failure>(_ visit: (Reference) throws(Failure) -> Void) throws(Failure) {
        for alias in aliases { try visit(alias.value) }
        for part in parts {
            switch part {
            case .code: continue
            case .reference(let reference), .interpolation(let reference): try visit(reference)
            case .string(let parts, _): for part in parts { try part.visitReferences(visit) }
            }
        }
    }
}

extension TextPart {
    fileprivate func visitReferences<Failure>(_ visit: (Reference) throws(Failure) -> Void) throws(Failure) {
        switch self {
        case .text: break
        case .reference(let reference): try visit(reference)
        case .code(let code): try code.visitReferences(visit)
        }
    }
}
