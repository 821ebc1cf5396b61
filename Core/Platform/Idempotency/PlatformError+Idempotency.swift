import Errors

extension PlatformError {
    static var idempotencyKey: PlatformError {
        PlatformError(.idempotencyKey, "Idempotency-Key must have 1 to 255 bytes.")
    }

    static var otherRequest: PlatformError {
        PlatformError(
            .idempotencyOtherRequest,
            "A different request was sent with this Idempotency-Key within the last 24 hours. Use a new key.")
    }

    static var responseLost: PlatformError {
        PlatformError(
            .idempotencyResponseLost,
            "A request with this Idempotency-Key was executed by a server that ended, lost its database or could not be "
                + "reached before it responded. It is not executed again: check what it changed.")
    }

    static var requestInProgress: PlatformError {
        PlatformError(
            .idempotencyInProgress,
            "The first request with this Idempotency-Key is still being executed. Retry in a moment.")
    }
}
