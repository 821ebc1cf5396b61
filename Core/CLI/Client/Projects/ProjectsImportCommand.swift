import ArgumentParser

/// `millrace projects import`
struct ProjectsImportCommand: ClientCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Creates a project from a file that millrace projects export wrote.")

    @OptionGroup var client: ClientOptions

    @Argument(help: "The file; - for standard input.")
    var file: String

    @Option(help: "The name, instead of the one in the file.")
    var name: String?

    @Option(help: "The slug, instead of the one in the file.")
    var slug: String?

    func run(_ api: RESTClient, _ output: Output) async throws {
        let body = try DocumentFile(path: file).value
        let imported = try await api.post("/api/projects/import", body, ["name": name, "slug": slug])
        let secrets = (imported["secretsToSet"]?.array ?? []).map { "  Set the secret \($0["name"]?.string ?? "")." }
        let title =
            "Created \"\(imported.at("project.name")?.string ?? "")\": \(imported.at("project.id")?.string ?? "")"
        output.done(([title] + secrets).joined(separator: "\n"), imported)
    }
}
