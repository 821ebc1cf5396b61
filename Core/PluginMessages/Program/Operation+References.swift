extension Operation {
    /// What its values and its code refer to, in their order.
    public var references: [Reference] {
        switch self {
        case .step(let code, _): code.references
        case .http(_, let url, let headers, let query, let body):
            [url, headers, query, body].compactMap { $0 }.flatMap(\.references)
        case .sleep(let template), .sleepUntil(let template): template.references
        case .waitForEvent: []
        case .subWorkflow(_, _, let input, _, _): input?.references ?? []
        case .subScript(_, _, let url, let headers, let body):
            [url, headers, body].compactMap { $0 }.flatMap(\.references)
        case .template(_, let params): params.references
        }
    }
}

extension ValueTemplate {
    public var references: [Reference] {
        switch self {
        case .literal: []
        case .reference(let reference): [reference]
        case .code(let code): code.references
        case .text(let parts): parts.flatMap(\.references)
        case .array(let values): values.flatMap(\.references)
        case .object(let members): members.flatMap(\.value.references)
        }
    }
}

extension CodeText {
    public var references: [Reference] {
        aliases.map(\.value)
            + parts.flatMap { part -> [Reference] in
                switch part {
                case .code: []
                case .reference(let reference), .interpolation(let reference): [reference]
                case .string(let parts, _): parts.flatMap(\.references)
                }
            }
    }
}

extension TextPart {
    fileprivate var references: [Reference] {
        switch self {
        case .text: []
        case .reference(let reference): [reference]
        case .code(let code): code.references
        }
    }
}
