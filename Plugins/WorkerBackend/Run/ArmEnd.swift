/// How an arm that is over ends the attempt of a step in it: by an error, since platforms know of no other end.
package enum ArmEnd {
    private static let end = ": this step was cancelled"

    /// Whether an error is an arm's end, as ``ArmHelpers`` words it, and none of the step's own.
    package static func isMessage(_ message: String) -> Bool { message.hasPrefix("Arm ") && message.hasSuffix(end) }
}
