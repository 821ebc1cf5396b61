import Foundation
import GRDB
import JSON
import PluginMessages

/// Whose failure it is that work did not succeed. Runs, queues, schedules and bindings all ask for it, and nothing else decides
/// what counts as a try.
enum FailureOwner: Sendable, Equatable {
    /// The runtime interrupted it for reasons of its own. It is done again and never counted.
    case server
    /// It could not run on this machine, or somebody else ended it. It is tried again and never counted.
    case machine
    /// It exceeded a limit; the reason names it. It counts as a try.
    case limit
    /// The program's own: it counts as a try.
    case program

    /// Whether it counts as a try of what failed.
    var counts: Bool {
        switch self {
        case .program, .limit: true
        case .machine, .server: false
        }
    }

    /// - Parameter signal: The signal that ended a process.
    init(signal: Int32) {
        switch signal {
        case SIGXCPU: self = .limit
        // What a program can bring the process to: out of memory, a stack that ends, a fault in the engine.
        case SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGSEGV, SIGSYS, SIGTRAP: self = .program
        // Programs can send none (`Shim/node-modules.ts`): the kernel, a service manager, a person.
        default: self = .machine
        }
    }

    init(of error: any Error) {
        switch error {
        // A code of the server's is about what the program asked it for.
        case let failure as PluginFailure: self = failure.local?.owner ?? .program
        // An answer that is not valid is the program's, too.
        case is HandlerFailure, is JSONMismatch, is JSONSyntaxError: self = .program
        case is NestingLimitExceeded, is DatabaseLimitReached: self = .limit
        case let error as DatabaseError: self = error.owner
        case is JournalError, is CocoaError, is POSIXError, is PipeError: self = .machine
        default: self = .server
        }
    }
}

extension DatabaseError {
    /// Of a statement of the runtime's. The SQL of programs has failures of its own.
    fileprivate var owner: FailureOwner {
        switch resultCode {
        // A file that cannot be read, written or believed, or that another program locks.
        case .SQLITE_FULL, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_BUSY, .SQLITE_NOMEM,
            .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_PROTOCOL:
            .machine
        default: .server
        }
    }
}
