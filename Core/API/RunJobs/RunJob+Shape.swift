import JSON
import Platform

extension RunJob {
    static let shape = Shape<RunJob>("RunJob") {
        Member("id", .id, \.id)
        Member("action", .choice, \.action)
        Member("filter", .json(RunFilter.schema), \.filter.json)
        Member("status", .choice, \.status)
        Member("total", .whole(0...Int.max).example(120), \.total, "Runs that matched when the job began.")
        Member("done", .whole(0...Int.max).example(100), \.done)
        Member("failed", .whole(0...Int.max).example(1), \.failed)
        Member(
            "skipped", .whole(0...Int.max).example(0), \.skipped,
            "Runs whose status no longer allowed the action, such as those that have ended meanwhile.")
        Member("errors", .list(of: Failure.shape), \.failures, "The first errors.")
        Member("createdAt", .time, \.createdAt)
        Member("updatedAt", .time, \.updatedAt)
        Member("finishedAt", .time.example(.null), nullable: \.finishedAt)
    }
}

extension RunJob.Failure {
    fileprivate static let shape = Shape<RunJob.Failure>("RunJobFailure") {
        Member("runId", .text, \.runId)
        Member("code", .text.example("plugin.timeout"), \.code)
        Member("message", .text, \.message)
    }
}
