import Hummingbird
import Platform

/// The context of a request by a known caller.
struct APIContext: ChildRequestContext, EndpointContext {
    var coreContext: CoreRequestContextStorage
    let bodyLimit: Int
    /// The address that the request comes from.
    let client: String
    let caller: Caller
    let requestID: String
    /// Of a request under an `Idempotency-Key`.
    var identity: RepeatableRequest?

    var rateLimitKey: String { caller.user.text }

    init(context: RootContext) throws {
        guard let caller = context.caller else { throw PlatformError.unauthenticated(.missing) }
        coreContext = context.coreContext
        bodyLimit = context.bodyLimit
        client = context.client
        requestID = context.requestID
        self.caller = caller
    }
}
