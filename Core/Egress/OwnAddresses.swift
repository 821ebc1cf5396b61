import Foundation

/// The addresses of this machine: public ones lead back to it too.
package enum OwnAddresses {
    /// As text, IPv6 addresses without their zones.
    package static func all() -> [String] {
        var list: UnsafeMutablePointer<ifaddrs>?
        guard getifaddrs(&list) == 0 else { return [] }
        defer { freeifaddrs(list) }
        var found: Set<String> = []
        var next = list
        while let interface = next?.pointee {
            next = interface.ifa_next
            if let text = interface.ifa_addr.flatMap(text) { found.insert(text) }
        }
        return found.sorted()
    }

    private static func text(_ address: UnsafeMutablePointer<sockaddr>) -> String? {
        let length: Int
        switch Int32(address.pointee.sa_family) {
        case AF_INET: length = MemoryLayout<sockaddr_in>.size
        case AF_INET6: length = MemoryLayout<sockaddr_in6>.size
        default: return nil
        }
        var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
        let failure = getnameinfo(
            address, socklen_t(length), &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
        guard failure == 0 else { return nil }
        let bytes = text.prefix { $0 != 0 && $0 != CChar(UInt8(ascii: "%")) }
        return String(decoding: bytes.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
