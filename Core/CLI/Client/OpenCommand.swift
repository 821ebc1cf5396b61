import ArgumentParser
import Foundation

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
        if let workflow { page = "/workflows/\(try await api.find(.workflow, workflow).id)" }
        print(api.base + page)
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
}
