/// The error of a fault that a test asked for.
package struct InjectedFault: Error, CustomStringConvertible {
    package let point: FaultPoint

    package var description: String { "A test has this fail: \(point.rawValue)." }
}
