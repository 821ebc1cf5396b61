import JSON

/// A command that prints a list.
protocol ListCommand: ClientCommand {
    static var columns: [Column] { get }

    var page: PageOptions { get }

    /// The parameters of the list.
    var query: RESTClient.Query { get }

    func path(_ api: RESTClient) async throws -> String

    /// The items as people read them: with names in place of ids.
    func shown(_ items: [JSONValue], _ api: RESTClient) async throws -> [JSONValue]
}

extension ListCommand {
    var query: RESTClient.Query { [:] }

    func run(_ api: RESTClient, _ output: Output) async throws {
        let list = try await api.list(try await path(api), query, limit: page.limit)
        guard !output.isJSON, var shown = list.object else { return output.list(list, Self.columns) }
        shown["data"] = .array(try await self.shown(list["data"]?.array ?? [], api))
        output.list(.object(shown), Self.columns)
    }

    func shown(_ items: [JSONValue], _ api: RESTClient) -> [JSONValue] { items }
}
