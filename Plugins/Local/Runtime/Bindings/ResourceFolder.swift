import Foundation
import GRDB
import PluginMessages

/// Where the resources of deployments lie, apart by connection, kind and id: what is deployed with one connection
/// shares a resource by its id and sees nothing of another connection's.
struct ResourceFolder: Sendable {
    private static let longestName = 100

    let url: URL

    /// The place of a resource.
    /// - Throws: `local.resource.name`.
    func place(_ binding: DeployedBinding, account: String) throws(PluginFailure) -> URL {
        guard !binding.resource.isEmpty, binding.resource.utf8.count <= Self.longestName else {
            throw PluginFailure(
                .resourceName,
                message: "The name of a resource is 1 to \(Self.longestName) bytes, not \"\(binding.resource)\".")
        }
        return url.appending(path: Self.fileName(account)).appending(path: binding.kind.rawValue)
            .appending(path: Self.fileName(binding.resource))
    }

    /// Those of a connection that were used or made, by name.
    func all(_ kind: DeployedBinding.Kind, account: String) -> [(name: String, url: URL)] {
        let folder = url.appending(path: Self.fileName(account)).appending(path: kind.rawValue)
        let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return files.compactMap { file in
            guard kind == .bucket || file.hasSuffix(Self.ending) else { return nil }
            let name = kind == .bucket ? file : String(file.dropLast(Self.ending.count))
            return Self.name(ofFile: name).map { ($0, folder.appending(path: file)) }
        }.sorted { $0.name < $1.name }
    }

    private static let ending = ".sqlite"

    /// What ``fileName(_:)`` was made of.
    private static func name(ofFile file: String) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(file.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let code = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(code)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// Letters, digits, `-` and `_` as they are, everything else by its bytes: two names never meet, and none leads
    /// elsewhere.
    static func fileName(_ name: String) -> String {
        name.utf8.map { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                String(UnicodeScalar(byte))
            default: "%" + String(byte, radix: 16)
            }
        }.joined()
    }
}

extension DatabaseQueue {
    /// A file whose commits survive the end of the machine.
    /// - Parameter megabytes: To which the file may grow.
    convenience init(
        resource file: URL, megabytes: Int? = nil, configuration: Configuration = Configuration()
    ) throws {
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700])
        var configuration = configuration
        configuration.busyMode = .timeout(10)
        configuration.journalMode = .wal
        configuration.prepareDatabase { database in
            try database.execute(sql: "PRAGMA synchronous = FULL")
            guard let megabytes else { return }
            let pageSize = try Int.fetchOne(database, sql: "PRAGMA page_size") ?? 4_096
            try database.execute(sql: "PRAGMA max_page_count = \(max(1, (megabytes << 20) / pageSize))")
        }
        try self.init(path: file.path, configuration: configuration)
    }
}
