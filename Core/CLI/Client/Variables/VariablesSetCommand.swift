import ArgumentParser
import JSON

/// `millrace variables set`
struct VariablesSetCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "set", abstract: "Creates or changes a variable.",
        discussion: """
            The value is read from standard input, without the line's end: other users of the machine see command lines. \
            With --project the variable is that project's; otherwise it is the organization's.
            """)

    @OptionGroup var client: ClientOptions

    @Argument(help: "The name, such as API_URL.")
    var name: String

    @Flag(inversion: .prefixedNo, help: "Whether the value is encrypted and never shown; unchanged by default.")
    var secret: Bool?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let value = try ValueInput.secret("Value: ")
        let isSecret = secret.map(JSONValue.bool)
        let level = api.project.map(JSONValue.string) ?? .null
        let known = try await api.items("/api/env-vars").first {
            $0["name"]?.string == name && $0["projectId"] == level
        }
        let (key, project): (JSONValue?, JSONValue?) =
            known == nil ? (.some(.string(name)), api.project.map(JSONValue.string)) : (.none, .none)
        let body = JSONObject(
            present: ("name", key), ("value", .string(value)), ("isSecret", isSecret), ("projectId", project))
        let variable =
            if let known {
                try await api.call(.PATCH, "/api/env-vars/\(known.id)", [:], .object(body))
            } else { try await api.post("/api/env-vars", .object(body)) }
        output.done("\(known == nil ? "Created" : "Changed") \(name).", variable)
    }
}
