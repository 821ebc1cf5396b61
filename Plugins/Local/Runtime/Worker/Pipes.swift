import Foundation

enum Pipes {
    /// Other processes do not inherit the ends: one that held them would keep this process from seeing the end.
    /// Sockets are made so at once; a pipe would be inheritable for a moment.
    static func make() throws(PipeError) -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        let type = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw PipeError(code: errno) }
        return (ends[0], ends[1])
    }
}
