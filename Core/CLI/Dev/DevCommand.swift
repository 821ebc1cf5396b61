import ArgumentParser
import Foundation
import UnixSignals

/// `millrace dev FILE`: edit a document, and see what it does.
struct DevCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dev", abstract: "Runs a workflow document on every save.",
        discussion: """
            On each save the document is checked, deployed and run; problems have the file's line and column, and \
            steps, logs and output are shown as they occur. The params are those of --params, or of FILE.params.json \
            (or .yaml) beside the document; variables are those of FILE.env, lines of NAME=VALUE.

            Without --profile or --url a server is started in a temporary folder, and removed at the end. It reaches \
            this machine's own addresses, and installs the nodes that the document uses from its registries.
            """)

    @Argument(help: "The document, in JSON or YAML.")
    var file: String

    @Option(help: "The file of the params, in JSON or YAML.")
    var params: String?

    @Flag(
        help: "Run it once: exits with 0 when the run is complete, 1 when it failed, 65 when the document has errors.")
    var once = false

    @OptionGroup var server: ServerOptions

    @OptionGroup var connection: ConnectionOption

    func run() async throws {
        let files = DevFiles(document: file, params: params)
        try files.check()
        let usesProfile = server.profile != nil || server.url != nil
        guard !usesProfile else { return try await follow(files, try server.client(), isOwn: false) }
        let own = DevServer()
        do {
            try await withSignals { try await follow(files, try await own.start(), isOwn: true) }
        } catch {
            await own.stop()
            throw error
        }
        await own.stop()
    }

    private func follow(_ files: DevFiles, _ api: RESTClient, isOwn: Bool) async throws {
        let session = DevSession(
            api: api, files: files, connection: try await connection.find(api).id, installsNodes: isOwn)
        let watch = FileWatch(paths: files.watched)
        var stamp = watch.stamp
        while true {
            if once { return try finish(await session.run()) }
            let before = stamp
            stamp = try await withThrowingTaskGroup(of: FileWatch.Stamp?.self) { group in
                group.addTask { try await watch.change(from: before) }
                group.addTask {
                    _ = await session.run()
                    return nil
                }
                defer { group.cancelAll() }
                while let next = try await group.next() { if let next { return next } }
                return before
            }
        }
    }

    private func finish(_ status: Int32) throws {
        guard status != 0 else { return }
        throw ExitCode(status)
    }

    /// Ends the work when the program is asked to stop, so that what was started is ended, too.
    private func withSignals(_ work: @escaping @Sendable () async throws -> Void) async throws {
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in signals { return } }
            group.addTask { try await work() }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
