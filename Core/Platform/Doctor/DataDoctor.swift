import FoundationEssentials
import Storage

/// Checks a data directory: what it holds, and whether the parts agree. Nothing is written unless repairs are asked for.
package struct DataDoctor: Sendable {
    private let data: String
    private let contributions: any Contributions
    private let external: String?

    /// - Parameters:
    ///   - contributions: Loaded without a data directory, and not started.
    ///   - external: The storage that has the installation, where that is not the embedded one.
    package init(data: String, contributions: any Contributions, external: String? = nil) {
        self.data = data
        self.contributions = contributions
        self.external = external
    }

    /// - Parameter repairs: No server may be using the directory.
    package func run(repairs: Bool) async -> [Finding] {
        let folder = DataFolder(root: data, hasDatabase: external == nil)
        let sign = external == nil ? DataFolder.database : DataFolder.keys[0]
        guard FileManager.default.fileExists(atPath: "\(data)/\(sign)") else {
            return [Finding("database", .problem, "\(StartError.noInstallation(data))")]
        }
        var findings = PermissionCheck(folder: folder).run(repairs: repairs)
        let databases = DatabaseCheck(folder: folder).run()
        findings += databases
        if let external { return findings + checkKey() + [notCompared(external)] }
        // What a damaged database says is not worth reading.
        guard !databases.contains(where: { $0.state == .problem }) else { return findings }
        do {
            let database = try SQLiteFile("\(data)/\(DataFolder.database)")
            findings += try KeyCheck(data: data, database: database).run()
            findings += try PackageFilesCheck(data: data, database: database).run(repairs: repairs)
            findings += try await PluginCheck(data: data, database: database, contributions: contributions)
                .run(repairs: repairs)
        } catch { findings.append(Finding("database", .problem, "\(error)")) }
        return findings
    }

    /// Which key the database needs is compared at each start.
    private func checkKey() -> [Finding] {
        do {
            let path = KeyRotation.keyFile(in: data)
            guard let key = try MasterKey.load(from: path) else {
                return [Finding("keys", .problem, "\(StartError.missingMasterKey(path))")]
            }
            return [Finding("keys", .ok, "The master key \(key.id) can be read.")]
        } catch { return [Finding("keys", .problem, "\(error)")] }
    }

    private func notCompared(_ storage: String) -> Finding {
        Finding(
            "database", .notice,
            "The installation is in the storage \"\(storage)\": its secrets, packages and runs are compared at each start of "
                + "the server, not here.")
    }
}
