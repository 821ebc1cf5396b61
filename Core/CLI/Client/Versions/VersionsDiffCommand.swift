import ArgumentParser
import JSON

/// `millrace versions diff`
struct VersionsDiffCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Compares two versions of a workflow.",
        discussion: "Exits with 1 when they differ.")

    @OptionGroup var client: ClientOptions

    @OptionGroup var version: VersionArgument

    @Argument(help: "The other version: its number or id.")
    var other: String

    func run(_ api: RESTClient, _ output: Output) async throws {
        let workflow = try await version.workflow.path(api)
        let lookup = VersionLookup(api: api, workflow: workflow)
        let (old, new) = (try await lookup.id(of: version.version), try await lookup.id(of: other))
        let diff = try await api.get("\(workflow)/versions/\(old)/diff/\(new)")
        let lines = Self.lines(of: diff)
        if output.isJSON { output.json(diff) } else { for line in lines { Terminal.print(line) } }
        guard lines.isEmpty else { throw ExitCode.failure }
    }

    private static func lines(of diff: JSONValue) -> [String] {
        func ids(_ path: String) -> [String] { diff.at(path)?.array?.compactMap(\.string) ?? [] }
        let parts = [("node", "nodes"), ("edge", "edges")].flatMap { noun, path in
            ids("\(path).removed").map { "- \(noun) \($0)" } + ids("\(path).added").map { "+ \(noun) \($0)" }
                + (diff.at("\(path).changed")?.array ?? []).map { change in
                    let members = change["members"]?.array?.compactMap(\.string) ?? []
                    return "~ \(noun) \(change.id): \(members.joined(separator: ", "))"
                }
        }
        return parts + ids("document").map { "~ \($0)" }
    }
}
