import Errors

/// What is not valid in the files of a project: all of it is reported together.
final class ProjectFileProblems {
    private var errors: [any Error] = []

    func note(_ error: any Error) { errors.append(error) }

    /// - Throws: The only problem, or `ClientError` with a line for each of several.
    func throwIfAny() throws {
        guard let first = errors.first else { return }
        guard errors.count > 1 else { throw first }
        throw ClientError(
            .rejected, "The files have \(errors.count) problems; nothing was changed.",
            lines: errors.flatMap { error in
                let text = ClientErrorText(FileProblem(error) ?? error).lines
                return [text[0]] + text.dropFirst()
            })
    }
}
