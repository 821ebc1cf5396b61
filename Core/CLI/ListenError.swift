import Foundation
import NIOCore

/// The address of the server cannot be listened on.
struct ListenError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: IOError

    var description: String {
        "Cannot listen on \(host):\(port): \(reason.localizedReason). Choose another address with --host or --port."
    }
}

extension IOError {
    /// The system's words for the error, such as "Address already in use".
    fileprivate var localizedReason: String { String(cString: strerror(errnoCode)) }
}
