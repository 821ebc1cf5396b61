import ArgumentParser
import JSON

/// A command that calls the REST API.
protocol ClientCommand: AsyncParsableCommand {
    /// What may use the endpoints that it calls.
    static var authentication: ClientAuthentication { get }

    var client: ClientOptions { get }

    func run(_ api: RESTClient, _ output: Output) async throws
}

extension ClientCommand {
    static var authentication: ClientAuthentication { .any }

    func run() async throws {
        do {
            try await run(try await client.client(Self.authentication), client.output)
        } catch let refusal as RESTClient.Refusal {
            var refusal = refusal
            refusal.options = RequestOptions(of: self)
            throw refusal
        }
    }
}

/// How much of a list is shown.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Show at most this many; 0 for all.", valueName: "count"))
    var limit = 100

    func validate() throws {
        guard limit >= 0 else { throw ValidationError("--limit must be 0 or more.") }
    }
}

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

extension JSONValue {
    /// The id of a resource.
    var id: String { self["id"]?.string ?? "" }

    /// The value at a path of members.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self as JSONValue?) { $0?[String($1)] }
    }
}
