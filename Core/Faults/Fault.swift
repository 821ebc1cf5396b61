/// Faults at named points, in debug builds only: a release does nothing there.
///
/// The file that `FAULT_FILE` names arms one fault, by the name of a point and an action, such as `journal.commit kill`. It
/// happens once, and removes the file. The name has no `MILLRACE_`: variables with it are settings.
package enum Fault {
    /// Passes a point at which an operation may fail.
    @inline(__always)
    package static func pass(_ point: FaultPoint) throws {
        #if MILLRACE_FAULTS
            if ArmedFault.happens(at: point) == .fail { throw InjectedFault(point: point) }
        #endif
    }

    /// Passes a point at which nothing can fail: the process may end there, or wait.
    @inline(__always)
    package static func reach(_ point: FaultPoint) {
        #if MILLRACE_FAULTS
            _ = ArmedFault.happens(at: point)
        #endif
    }
}
