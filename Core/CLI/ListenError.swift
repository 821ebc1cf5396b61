import Foundation
import NIOCore

/// The address of the server cannot be listened on.
struct ListenError: Error, CustomStringConvertible {
    let host: String
    let port: Int
    let reason: any Error

    var description: String {
        "Cannot listen on \(host):\(port): \(text). Choose another address with --host or --port."
    }

    /// The system's words, such as "Address already in use".
    private var text: String {
        switch reason {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case is SocketAddressError: "the host name is unknown"
        default: "\(reason)"
        }
    }
}
