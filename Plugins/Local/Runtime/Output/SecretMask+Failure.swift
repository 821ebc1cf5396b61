import Values

extension SecretMask {
    func masked(_ failure: StepFailure) -> StepFailure {
        StepFailure(
            name: masked(failure.name), message: masked(failure.message), isRetryable: failure.isRetryable,
            lines: failure.lines)
    }
}
