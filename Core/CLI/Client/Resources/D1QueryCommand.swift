import ArgumentParser
import JSON

/// `millrace resources d1 query`
struct D1QueryCommand: ResourceCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Runs SQL in a database.",
        discussion: "Changing data requires a key with the scope write.")

    @OptionGroup var options: ResourceOptions

    @Argument(help: "The database's id.")
    var database: String

    @Argument(help: "The SQL; - for standard input.")
    var sql: String

    @Option(
        help: ArgumentHelp(
            "The values of the ? placeholders: a JSON array, @FILE, or - for standard input.", valueName: "json"))
    var params: String?

    func run(_ resources: ResourceClient, _ output: Output) async throws {
        let sql = sql == "-" ? String(decoding: try ValueInput.bytes("-"), as: UTF8.self) : sql
        let body = JSONObject(present: ("sql", .string(sql)), ("params", try params.map(ValueInput.json)))
        let answer = try await resources.post("d1/databases/\(database.asPathSegment)/query", .object(body))
        let results = answer["data"]?.array ?? []
        guard !output.isJSON else { return output.json(answer) }
        for result in results {
            let rows = result["results"]?.array ?? []
            guard let first = rows.first?.object else { continue }
            output.list(["data": .array(rows)], first.keys.map { Column($0, $0) })
        }
        if results.allSatisfy({ $0["results"]?.array?.isEmpty != false }) { Terminal.print("Done; no rows.") }
    }
}
