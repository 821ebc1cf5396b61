import ArgumentParser
import Foundation
import JSON

/// `millrace open`: the web console.
struct OpenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "open", abstract: "Opens the web console, or a workflow's page in it.",
        discussion: "Runs the program in BROWSER, or xdg-open; without either it only prints the address.")

    @Argument(help: "The workflow: its id or name.")
    var workflow: String?

    @Flag(name: .customLong("print"), help: "Only print the address.")
    var isPrinted = false

    @OptionGroup var server: ServerOptions

    func run() async throws {
        let api = try server.client()
        var page = "/"
        if let workflow { page = try await Self.page(of: try await api.find(.workflow, workflow), api) }
        Terminal.print(api.base + page)
        guard !isPrinted else { return }
        let browser = ProcessInfo.processInfo.environment["BROWSER", default: "xdg-open"]
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [browser, api.base + page]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
    }

    /// Below its organization and project: the browser may have shown others last.
    private static func page(of workflow: JSONValue, _ api: RESTClient) async throws -> String {
        let page = "/\(workflow["kind"]?.string == "script" ? "functions" : "workflows")/\(workflow.id)"
        let me = try await api.get("/api/me")
        let project = me["projects"]?.array?.first { $0["id"] == workflow["projectId"] }
        guard let organization = me.at("organization.slug")?.string, let slug = project?["slug"]?.string else {
            return page
        }
        return "/o/\(organization.asPathSegment)/\(slug.asPathSegment)\(page)"
    }
}
