import API
import ArgumentParser
import Foundation
import Logging
import Platform
import Storage

/// `millrace openapi`: the description of the REST API, without a server.
struct OpenAPICommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Prints the OpenAPI document of the REST API.",
        discussion: "Excludes endpoints of plugins; a running server includes them in /api/openapi.json.")

    func run() async throws {
        // The endpoints are those of a server, which has a data directory.
        let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-openapi-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        umask(0o077)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let logger = Logger(label: "millrace") { _ in SwiftLogNoOpLogHandler() }
        let reader = SettingReader()
        let plugins = try PluginOptions.parse([]).configuration(reader).host(dataDirectory: nil, logger: logger)
        let platform = try await Platform(
            storage: try SQLiteDriver(path: folder.appending(path: "millrace.sqlite").path), plugins: plugins,
            dataDirectory: folder.path, logger: logger)
        Terminal.print(json: APIServer(platform: platform, logger: logger).openAPI.text)
    }
}
