import Confinement
import Glibc

/// What a plugin in a process of its own may do beyond computing and what the server does for it.
package struct PluginSandbox: Sendable {
    /// TCP connections that a plugin opens by itself.
    package enum Network: Sendable, Equatable {
        case none
        case ports([Int])
        case open
    }

    /// Bytes of its data folder.
    package let diskLimit: Int
    package let network: Network

    package init(diskLimit: Int, network: Network = .none) {
        self.diskLimit = diskLimit
        self.network = network
    }

    /// Threads of a process.
    static let mostThreads = 256
    private static let openFiles = 1024

    /// - Parameters:
    ///   - executable: That loads the libraries.
    ///   - folder: The plugin's data; `nil`: it has none.
    func confinement(of libraries: [String], executable: String, folder: String?) -> Confinement {
        let network: Confinement.Network =
            switch network {
            case .none: .ports([])
            case .ports(let ports): .ports(ports)
            case .open: .open
            }
        return Confinement(
            readable: Confinement.systemReadable + (self.network == .none ? [] : Confinement.systemNames),
            // libdispatch reads the state of its threads in /proc/ID/stat, where ID is a thread's, and ends the process
            // when it cannot ("workq: registered worker exited prematurely"). Of other processes Landlock and the lack of
            // capabilities keep everything that is not everybody's: memory, environment, files.
            readableByName: ["/proc"],
            executable: Confinement.systemExecutable + Self.runtime + libraries + [executable],
            writable: Confinement.systemWritable + [folder].compactMap(\.self), network: network,
            openFiles: Self.openFiles, fileSize: diskLimit)
    }

    /// For a library that is looked at: it computes, and writes nothing.
    static let inspection = PluginSandbox(diskLimit: 1)

    /// The libraries of this program that are outside of the system's folders, and the folders of Swift's.
    private static let runtime: [String] = {
        let paths = maps.split(separator: "\n").compactMap { line -> String? in
            guard line.contains(" r-xp "), let start = line.firstIndex(of: "/"), line.contains(".so") else {
                return nil
            }
            return String(line[start...])
        }
        let swift = paths.filter { $0.contains("/libswift") }.compactMap { path in
            path.lastIndex(of: "/").map { String(path[..<$0]) }
        }
        return Set(paths + swift).sorted()
    }()

    /// What is mapped into this process (proc(5)). The kernel hands out a page of it at a time.
    private static var maps: String {
        let descriptor = open("/proc/self/maps", O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return "" }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var page = [UInt8](repeating: 0, count: 1 << 16)
        while case let count = read(descriptor, &page, page.count), count > 0 { bytes += page[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
