/// What became of some runs.
struct RunJobBatch: Sendable {
    var done = 0
    var skipped = 0
    var failures: [RunJob.Failure] = []

    mutating func fail(_ run: RunID, _ error: PlatformError) {
        failures.append(RunJob.Failure(runId: run.text, code: error.code, message: error.message))
    }
}
