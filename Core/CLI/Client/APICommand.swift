import ArgumentParser
import Foundation
import JSON
import NIOHTTP1

/// `millrace api METHOD PATH`: any request of the REST API.
struct APICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "api", abstract: "Sends a request to the REST API and prints the response body.",
        discussion: """
            /docs on the server lists the requests. The body of an error is printed, too; the exit status identifies \
            its kind.

              millrace api GET '/api/runs?status=errored'
              millrace api POST /api/workflows -d '{"name": "Orders"}'
            """)

    @Argument(help: "GET, POST, PUT, PATCH or DELETE.")
    var method: String

    @Argument(help: "The path and query; the leading /api may be omitted.")
    var path: String

    @Option(
        name: [.customShort("d"), .long],
        help: ArgumentHelp("The body: JSON or YAML, @FILE, or - for standard input.", valueName: "json"))
    var data: String?

    @Flag(help: "Send a person's session instead of the API key.")
    var session = false

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let api = try server.client(session ? .session : .any)
        let whole = path.hasPrefix("/api/") || path == "/metrics" ? path : "/api/" + path.drop { $0 == "/" }
        let body = try data.map { try ValueInput.json($0).bytes }
        do {
            let response = try await api.exchange(HTTPMethod(rawValue: method.uppercased()), whole, [:], body)
            try Self.show(response.body)
        } catch let refusal as RESTClient.Refusal {
            if let body = refusal.body { try Self.show(body) }
            throw refusal
        }
    }

    /// JSON for people, other bytes as they are.
    private static func show(_ bytes: [UInt8]) throws {
        if let json = try? JSONValue(parsing: bytes) { return Terminal.print(json: json.prettyText) }
        try OutputFileOption.show(bytes)
    }
}
