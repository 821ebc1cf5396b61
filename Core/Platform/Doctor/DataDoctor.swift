import FoundationEssentials
import Storage

/// Checks a data directory: what it holds, and whether the parts agree. Nothing is written unless repairs are asked for.
package struct DataDoctor: Sendable {
    private let data: String
    private let contributions: any Contributions

    /// - Parameter contributions: Loaded without a data directory, and not started.
    package init(data: String, contributions: any Contributions) {
        self.data = data
        self.contributions = contributions
    }

    /// - Parameter repairs: No server may be using the directory.
    package func run(repairs: Bool) async -> [Finding] {
        guard FileManager.default.fileExists(atPath: "\(data)/\(DataFolder.database)") else {
            return [Finding("database", .problem, "\(StartError.noInstallation(data))")]
        }
        var findings = PermissionCheck(folder: DataFolder(root: data)).run(repairs: repairs)
        let databases = DatabaseCheck(folder: DataFolder(root: data)).run()
        findings += databases
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
}
