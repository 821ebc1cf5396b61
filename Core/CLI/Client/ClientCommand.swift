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

extension JSONValue {
    /// The id of a resource.
    var id: String { self["id"]?.string ?? "" }

    /// The value at a path of members.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(self as JSONValue?) { $0?[String($1)] }
    }
}
