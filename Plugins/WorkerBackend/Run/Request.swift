import PluginMessages

/// A request as a node describes it.
struct Request {
    let method: String
    let url: ValueTemplate
    let headers: ValueTemplate
    let query: ValueTemplate
    private let content: ValueTemplate?
    /// What the request goes to instead of the network, as an expression.
    let service: String?

    init(
        _ method: String, _ url: ValueTemplate, headers: ValueTemplate, query: ValueTemplate = .empty,
        body: ValueTemplate?, service: String? = nil
    ) {
        self.method = method.uppercased()
        self.url = url
        self.headers = headers
        self.query = query
        content = body
        self.service = service
    }

    /// - Parameter isSent: Whether the method is known only when the request is made, which then decides.
    /// - Returns: `nil` when none is sent.
    func body(isSent: Bool) -> ValueTemplate? { isSent || !["GET", "HEAD"].contains(method) ? content : nil }
}
