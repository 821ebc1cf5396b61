import ArgumentParser

/// How the server stops.
struct ShutdownOptions: ParsableArguments {
    @Option(
        help:
            "Seconds that requests, streams and deploys have to end when the server is stopped; what is left then is cut off. (MILLRACE_SHUTDOWN_TIMEOUT; default 60)"
    )
    var shutdownTimeout: Int?

    @Option(
        help:
            "Seconds for which a stopped server still takes requests while /api/ready says 503, so that load balancers turn away first. (MILLRACE_DRAIN_DELAY; default 0)"
    )
    var drainDelay: Int?

    var timeout: Duration { get throws { try seconds(shutdownTimeout, "SHUTDOWN_TIMEOUT", 60) } }
    var delay: Duration { get throws { try seconds(drainDelay, "DRAIN_DELAY", 0) } }

    private func seconds(_ given: Int?, _ setting: String, _ standard: Int) throws -> Duration {
        let text = given.map(String.init) ?? Environment.setting(setting) ?? String(standard)
        guard let seconds = Int(text), seconds >= 0 else {
            throw ValidationError("\"\(text)\" is no number of seconds.")
        }
        return .seconds(seconds)
    }
}
