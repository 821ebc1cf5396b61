extension Duration {
    /// What takes no time of its own is waited for so long: a busy machine is slow. Below the time limit of a suite, so
    /// that the error tells what was waited for.
    public static let patience: Duration = .seconds(100)
}

/// A value that was waited for and has not come.
public struct WaitedInVain: Error, CustomStringConvertible {
    public let description: String
}

/// Waits until a value is as expected.
///
/// - Parameter what: The value, for the error.
/// - Returns: The first value that satisfies the condition.
/// - Throws: ``WaitedInVain``, with the last value.
@discardableResult
public func eventually<Value>(
    _ what: String, within limit: Duration = .patience, satisfies condition: (Value) -> Bool,
    _ value: () async throws -> Value
) async throws -> Value {
    let end = ContinuousClock.now + limit
    while true {
        let last = try await value()
        if condition(last) { return last }
        guard .now < end else {
            throw WaitedInVain(description: "Waited \(limit) in vain for \(what); the last value is \(last).")
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}

/// Waits until a value equals another.
///
/// - Throws: ``WaitedInVain``, with the last value.
public func eventually<Value: Equatable>(
    _ what: String, within limit: Duration = .patience, equals expected: Value, _ value: () async throws -> Value
) async throws {
    try await eventually("\(what) to be \(expected)", within: limit, satisfies: { $0 == expected }, value)
}

/// Waits until a condition holds.
///
/// - Throws: ``WaitedInVain``
public func eventually(
    _ what: String, within limit: Duration = .patience, _ condition: () async throws -> Bool
) async throws {
    try await eventually(what, within: limit, satisfies: { $0 }, condition)
}
