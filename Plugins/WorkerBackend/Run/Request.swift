import PluginMessages

/// A request as a node describes it.
struct Request {
    let method: String
    let url: ValueTemplate
    let headers: ValueTemplate
    let query: ValueTemplate
    /// `nil`: none is sent.
    let body: ValueTemplate?
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
        self.body = ["GET", "HEAD"].contains(self.method) ? nil : body
        self.service = service
    }
}
