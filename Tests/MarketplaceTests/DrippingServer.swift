import Foundation
import Synchronization

/// An HTTP server that sends a body of spaces, one every 50 ms, and never its end.
final class DrippingServer: Sendable {
    let port: UInt16
    private let descriptor: Int32
    private let accepted = Mutex(0)

    struct Failure: Error {}

    /// How many have connected.
    var connections: Int { accepted.withLock { $0 } }

    init() throws {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 && listen(descriptor, 8) == 0
                    && getsockname(descriptor, address, &length) == 0
            }
        }
        guard isBound else { throw Failure() }
        self.descriptor = descriptor
        port = UInt16(bigEndian: address.sin_port)
        Thread.detachNewThread { self.serve() }
    }

    func close() { shutdown(descriptor, Int32(SHUT_RDWR)) }

    private static let head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"

    /// - Returns: Whether a request without a body has arrived as a whole.
    private static func readRequest(_ client: Int32) -> Bool {
        var request: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 4096)
        while !request.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            let count = recv(client, &part, part.count, 0)
            guard count > 0 else { return false }
            request += part[..<count]
        }
        return true
    }

    private func serve() {
        while case let client = accept(descriptor, nil, nil), client >= 0 {
            accepted.withLock { $0 += 1 }
            Thread.detachNewThread {
                // To a response that comes before its request clients answer in several ways.
                var bytes = Self.readRequest(client) ? Array(Self.head.utf8) : []
                while !bytes.isEmpty, send(client, bytes, bytes.count, Int32(MSG_NOSIGNAL)) > 0 {
                    bytes = [UInt8(ascii: " ")]
                    usleep(50_000)
                }
                Foundation.close(client)
            }
        }
        Foundation.close(descriptor)
    }
}
