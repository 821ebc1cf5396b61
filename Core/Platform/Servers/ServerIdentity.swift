import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What tells a data directory from all others: a file in it.
struct ServerIdentity {
    let id: String
    /// Where the file is: the machine's present start and the file itself, which a copy of the directory has not, on
    /// another machine or on the same one. Whoever has locked the directory there is the only process in this place.
    let place: String

    init(directory: String) throws {
        let file = PrivateFile(path: "\(directory)/server-id")
        if let known = try file.read(), !known.isEmpty {
            id = known
        } else {
            id = UUID().uuidString.lowercased()
            try file.write(id)
        }
        var status = stat()
        guard stat(file.path, &status) == 0, let start = Self.start else {
            // Nobody is in a place that nothing tells.
            place = UUID().uuidString
            return
        }
        place = "\(start) \(status.st_dev):\(status.st_ino)"
    }

    /// Of the kernel, since it began ("random(4)", boot_id); `nil` where it does not say.
    private static var start: String? {
        let text = try? String(contentsOfFile: "/proc/sys/kernel/random/boot_id", encoding: .utf8)
        return text.flatMap { $0.isEmpty ? nil : String($0.prefix { !$0.isWhitespace }) }
    }
}
