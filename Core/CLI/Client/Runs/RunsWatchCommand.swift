import ArgumentParser
import Foundation
import JSON

/// `millrace runs watch ID`: prints steps and what the run prints as they come, until the run ends.
struct RunsWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows a run's steps and logs, live.",
        discussion: """
            Exits with 0 when the run completed, 1 when it failed and 2 when it was terminated; with 66 when the run \
            does not exist, 77 when the key is rejected, and 69 when the server does not respond for 30 seconds.
            """)

    @OptionGroup var run: RunArgument

    @OptionGroup var server: ServerOptions

    func run() async throws {
        do {
            let api = try server.client()
            throw ExitCode(try await RunWatch(api: api, path: try await run.path(api, patience: .seconds(2))).follow())
        } catch let refusal as RESTClient.Refusal where refusal.status == 404 {
            throw ClientError(
                .notFound, "Run \(run.run) not found in the key's project. millrace runs list lists the runs.")
        }
    }
}
