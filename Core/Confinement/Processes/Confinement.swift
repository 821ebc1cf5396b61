import ConfinementKernel
import Glibc

/// What a program that is started may do beyond computing; everything else is forbidden as far as the kernel can.
package struct Confinement: Sendable {
    package enum Network: Sendable, Equatable {
        case open
        /// TCP connections to ports, of any address.
        case ports([Int])
    }

    /// Files and folders, with all below them. Those that do not exist are left out.
    package var readable: [String]
    /// Folders of which files are read by their names, and nothing is listed.
    package var readableByName: [String]
    /// Programs and libraries; they are readable too.
    package var executable: [String]
    package var writable: [String]
    package var network: Network
    /// Files that it may have open at a time; `nil`: as many as this process.
    package var openFiles: Int?
    /// Bytes of a file that it writes; `nil`: as many as this process.
    package var fileSize: Int?

    package init(
        readable: [String] = [], readableByName: [String] = [], executable: [String] = [], writable: [String] = [],
        network: Network = .ports([]), openFiles: Int? = nil, fileSize: Int? = nil
    ) {
        self.readable = readable
        self.readableByName = readableByName
        self.executable = executable
        self.writable = writable
        self.network = network
        self.openFiles = openFiles
        self.fileSize = fileSize
    }

    /// What programs of a Linux system load and look up: libraries, certificates, time zones.
    package static let systemReadable = [
        "/etc/ld.so.cache", "/etc/ssl", "/etc/pki", "/usr/share/ca-certificates", "/usr/share/zoneinfo",
        "/etc/localtime", "/dev/urandom", "/dev/random", "/dev/zero", "/proc/meminfo", "/proc/cpuinfo",
        "/sys/devices/system/cpu",
    ]
    package static let systemExecutable = ["/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib"]
    package static let systemWritable = ["/dev/null"]
    /// For programs that resolve names themselves.
    package static let systemNames = [
        "/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/host.conf", "/etc/gai.conf",
        "/run/systemd/resolve",
    ]

    /// Landlock's rules, as a descriptor that the caller closes; `nil` where the kernel has no Landlock.
    func rules() throws(ConfinementError) -> Int32? {
        let version = millrace_landlock_version()
        guard version > 0 else { return nil }
        let rules = millrace_landlock_rules(network == .open)
        guard rules >= 0 else { throw ConfinementError(code: -rules, action: "make Landlock rules") }
        do throws(ConfinementError) {
            try allow(readable, MILLRACE_READ, rules)
            try allow(readableByName, MILLRACE_READ_FILES, rules)
            try allow(executable, MILLRACE_READ | MILLRACE_EXECUTE, rules)
            try allow(writable, MILLRACE_READ | MILLRACE_WRITE, rules)
            if case .ports(let ports) = network, version >= ConfinementReport.landlockWithTCP {
                for port in ports {
                    let code = millrace_landlock_allow_port(rules, UInt16(clamping: port))
                    guard code == 0 else { throw ConfinementError(code: code, action: "allow port \(port)") }
                }
            }
        } catch {
            close(rules)
            throw error
        }
        return rules
    }

    private func allow(_ paths: [String], _ access: Int, _ rules: Int32) throws(ConfinementError) {
        for path in paths {
            let code = millrace_landlock_allow_path(rules, path, Int32(access))
            guard code == 0 || code == ENOENT || code == ENOTDIR else {
                throw ConfinementError(code: code, action: "allow \(path)")
            }
        }
    }
}
