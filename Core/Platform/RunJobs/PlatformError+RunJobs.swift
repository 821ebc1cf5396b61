import Errors

extension PlatformError {
    static var tooManyRunJobs: PlatformError {
        PlatformError(
            .runJobTooMany,
            "The project already has \(RunJobs.mostRunning) running jobs. Wait for one to end, or cancel one.")
    }

    static func runJobEnded(_ status: String) -> PlatformError {
        PlatformError(.runJobEnded, "The job has ended (\(status)) and cannot be cancelled.")
    }
}
