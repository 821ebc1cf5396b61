import JSON
import Platform

extension RunJob {
    static let shape = Shape<RunJob>("RunJob") {
        Member("id", .id, \.id, "Identifies the job in paths of this API.")
        Member("action", .choice, \.action, "The action to apply to each run.")
        Member("filter", RunJobFilter.shape, \.filter, "The filter of the request.")
        Member("status", .choice, \.status, "`complete` and `cancelled` are final.")
        Member("total", .whole(0...Int.max).example(120), \.total, "Runs that matched when the job began.")
        Member("done", .whole(0...Int.max).example(100), \.done, "Runs that the action was applied to.")
        Member("failed", .whole(0...Int.max).example(1), \.failed, "Runs that the action failed for.")
        Member(
            "skipped", .whole(0...Int.max).example(0), \.skipped,
            "Runs whose status no longer allowed the action, such as those that have ended in the meantime.")
        Member("errors", .list(of: Failure.shape), \.failures, "The first errors.")
        Member("createdAt", .time, \.createdAt, "When the job was started.")
        Member("updatedAt", .time, \.updatedAt, "When the job last progressed.")
        Member(
            "finishedAt", .time.example(.null), nullable: \.finishedAt,
            "When the job ended; `null` while it is running.")
    }
}

extension RunJob.Failure {
    fileprivate static let shape = Shape<RunJob.Failure>("RunJobFailure") {
        Member("runId", .text, \.runId, "The run.")
        Member(
            "code", .text.example("plugin.timeout"), \.code,
            "The code of the error, as a request for this run alone would return it.")
        Member("message", .text, \.message, "The message of the error.")
    }
}
