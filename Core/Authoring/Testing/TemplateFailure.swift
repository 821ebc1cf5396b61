/// What a template threw.
struct TemplateFailure: Decodable {
    let name: String
    let message: String
    let retryable: Bool
    let retryAfter: Double?
}
