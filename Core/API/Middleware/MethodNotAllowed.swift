import Hummingbird

/// A request with a method that its path does not support.
struct MethodNotAllowed: Error {
    /// The methods that the path supports.
    let allowed: [HTTPRequest.Method]
}
