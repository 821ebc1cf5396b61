import ArgumentParser
import Foundation
import JSON

/// `millrace runs watch ID`: prints steps and what the run prints as they come, until the run is over.
struct RunsWatchCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: "Shows a run's steps and what it prints, live.",
        discussion: """
            Ends with 0 when the run is complete, 1 when it failed, and 2 when it was terminated; with 64 when there is no \
            such run, the key is refused, or the server does not answer for half a minute.
            """)

    @Argument(help: "The run's id.")
    var id: String

    @OptionGroup var server: ServerOptions

    /// For a server that is being restarted.
    private static let patience = Duration.seconds(30)
    /// As often as a person can follow; while nothing happens it is asked less often, since a run may wait for days and
    /// others share the rate limit.
    private static let shortestPause = Duration.milliseconds(300)
    private static let longestPause = Duration.seconds(3)
    /// A run that a webhook has just started is listed a moment after the response.
    private static let listingDelay = Duration.seconds(2)

    func run() async throws {
        let client = try server.client()
        do { throw ExitCode(try await watch(client)) } catch let error
            where error is RESTClient.Refusal || error is RESTClient.Unreachable
        {
            try FileHandle.standardError.write(contentsOf: Data("Error: \(error)\n".utf8))
            throw ExitCode.validationFailure
        }
    }

    /// - Returns: The exit code, once the run is over.
    private func watch(_ client: RESTClient) async throws -> Int32 {
        guard let workflow = try await workflow(client) else {
            throw ValidationError("Run \(id) not found in the key's project.")
        }
        let path = "/api/workflows/\(workflow)/runs/\(id)"
        var progress = RunProgress()
        var lastAnswer = ContinuousClock.now
        var pause = Self.shortestPause
        while true {
            do {
                let status = try await show(client, path, &progress)
                // Into a pipe, too, at once.
                fflush(nil)
                if let status { return status }
                lastAnswer = .now
                pause = progress.takeNews() ? Self.shortestPause : min(pause * 1.5, Self.longestPause)
            } catch let refusal as RESTClient.Refusal where refusal.status == 429 {
                lastAnswer = .now
                pause = .seconds(refusal.retryAfter ?? 1)
            } catch let silence as RESTClient.Unreachable {
                guard .now < lastAnswer + Self.patience else { throw silence }
            }
            try await Task.sleep(for: pause)
        }
    }

    private func show(_ client: RESTClient, _ path: String, _ progress: inout RunProgress) async throws -> Int32? {
        // First: what is listed afterwards is at least as new.
        let run = try await client.get(path)
        progress.show(steps: try await client.get("\(path)/steps"), logs: try await logs(client, path))
        return progress.show(run: run)
    }

    /// The workflow that the run is of.
    private func workflow(_ client: RESTClient) async throws -> String? {
        let end = ContinuousClock.now + Self.listingDelay
        while true {
            do { return try await client.get("/api/runs/\(id)")["workflowId"]?.string } catch let refusal
                as RESTClient.Refusal where refusal.status == 404
            {
                guard .now < end else { return nil }
            }
            try await Task.sleep(for: Self.shortestPause)
        }
    }

    /// Nothing where the provider keeps none.
    private func logs(_ client: RESTClient, _ path: String) async throws -> JSONValue {
        do { return try await client.get("\(path)/logs") } catch let refusal as RESTClient.Refusal {
            guard refusal.code == "provider.unsupported" else { throw refusal }
            return ["data": []]
        }
    }
}
