/// A sign-in that comes too soon after failures.
package struct SignInDelayed: Error, Sendable, Hashable {
    /// To wait.
    package let seconds: Int
}
