import Errors
import Values

/// Why the platform cannot start, and what to do.
package typealias StartError = CodedError<StartArea>

/// The area of ``StartError``.
package enum StartArea {}

extension StartError {
    package static func file(_ path: String, _ problem: String) -> StartError {
        StartError(.startFile, "\(path) cannot be used: \(problem)")
    }

    package static func malformedMasterKey(_ path: String) -> StartError {
        StartError(.startMasterKeyMalformed, "\(path) is not a valid master key file. Restore it from a backup.")
    }

    /// The database was encrypted with a key that does not exist.
    package static func missingMasterKey(_ path: String) -> StartError {
        StartError(
            .startMasterKeyMissing,
            "The database is encrypted with a master key, but \(path) does not exist. Restore it from a backup.")
    }

    package static func otherMasterKey(_ path: String, needed: String) -> StartError {
        StartError(
            .startMasterKeyOther,
            "\(path) is not the master key of this database, which is \(needed). Copy that key from another server, or restore it "
                + "from a backup.")
    }

    /// The master key is being changed, and the server has only one of the two.
    static func nextMasterKey(_ path: String, needed: String, _ problem: NextMasterKey.Problem?) -> StartError {
        StartError(
            .startMasterKeyNext,
            "The master key is being changed, and \(path) \(problem.map { $0.text } ?? "is not the next key"). Needed is the next key, "
                + "\(needed): copy master.key.next from another server, readable by the server's user alone.")
    }

    /// The file of the next key is there, and nobody can be sure of it.
    static func unusableNextKey(_ path: String, _ problem: NextMasterKey.Problem) -> StartError {
        StartError(
            .startMasterKeyUnusable,
            "\(path) \(problem.text). Nothing has begun. If others could have read or written it, remove it and run the command "
                + "again, which makes another key.")
    }

    /// A change of the master key would leave servers behind that cannot read secrets.
    /// - Parameter servers: Each with what is wrong with its file; `nil` where it is missing.
    static func serversLackKey(_ servers: [(name: String, problem: String?)], path: String) -> StartError {
        let missing = servers.filter { $0.problem == nil }.map { "\"\($0.name)\"" }
        let problems =
            (missing.isEmpty ? [] : ["The next master key is missing on \(missing.joined(separator: ", "))."])
            + servers.compactMap { server in server.problem.map { "master.key.next of \"\(server.name)\" \($0)." } }
        return StartError(
            .startMasterKeyServers,
            "\(problems.joined(separator: " ")) Nothing has begun. Copy \(path) to the data folder of each server, readable by "
                + "the server's user alone, and run the command again.")
    }

    /// Other users of the machine can reach what only the server's may.
    static func open(_ items: [DataFolder.OpenItem], in folder: String) -> StartError {
        let named = items.prefix(5).map { item -> String in
            let owner = item.foreignOwner.map { ", of user \($0)" } ?? ""
            return
                "\(item.path.isEmpty ? folder : "\(folder)/\(item.path)") (mode \(String(item.mode, radix: 8))\(owner))"
        }.joined(separator: ", ")
        let rest = items.count > 5 ? " and \(items.count - 5) more" : ""
        return StartError(
            .startOpen,
            "Other users can access \(named)\(rest); files must have mode 600 and folders 700, and belong to the server's "
                + "user. Check who could have read or changed them, then run millrace doctor --data \(folder) --repair."
        )
    }

    /// Another process has the data directory open.
    package static func inUse(_ path: String, process: String?) -> StartError {
        StartError(
            .startInUse,
            "\(path) is in use by a running server\(process.map { " (process \($0))" } ?? ""). Stop it first.")
    }

    package static func noInstallation(_ path: String) -> StartError {
        StartError(.startNoInstallation, "\(path) does not contain an installation. Start the server once.")
    }

    /// There is the key of an installation, and no installation: an incomplete copy.
    package static func incomplete(_ path: String) -> StartError {
        StartError(
            .startIncomplete,
            "\(path) contains a master key, but its database is missing or empty: a copy that lacks files, or a restore that "
                + "was interrupted. Restore a backup with millrace restore; for a first start, use an empty folder.")
    }

    /// The schema is to change, and the copy that is made before cannot be made.
    package static func upgradeCopy(_ path: String, _ problem: String) -> StartError {
        StartError(
            .startUpgradeCopy,
            "The database is upgraded by this version, and the copy \(path) from before cannot be created: \(problem). "
                + "Free space on the disk, or make the folder writable; nothing was changed.")
    }

    /// The same for the data of a plugin, in its words.
    package static func pluginUpgradeCopy(_ reason: String) -> StartError { StartError(.startUpgradeCopy, reason) }

    /// A plugin's data was written by a newer version.
    package static func newerData(_ reason: String) -> StartError { StartError(.startNewerData, reason) }

    /// One server works on a database at a time.
    package static func serverRunning(_ name: String) -> StartError {
        StartError(
            .startServerRunning,
            "The server \"\(name)\" works on the database. Stop it first, or start this one with --standby to take over when it "
                + "ends.")
    }

    package static let serverReplaced = StartError(
        .startServerReplaced,
        "Another server has taken over the database, because this one missed its heartbeats. Start it again with "
            + "--standby."
    )

    /// Both would execute the same runs.
    /// - Parameter name: Of the other one.
    static func serverDuplicate(_ name: String) -> StartError {
        StartError(
            .startServerDuplicate,
            "The server \"\(name)\" is running with the same server-id: this data folder is a copy of its, or its of this one. "
                + "Run one of the two; start another server in an empty data folder with the same master.key.")
    }

    /// A copy would mix two installations.
    package static let targetInUse = StartError(
        .startCopyTarget,
        "The database to copy to contains an installation already. Use an empty database, or delete it there first.")

    package static let nothingToCopy = StartError(
        .startCopySource, "The database to copy from contains no installation. Check --from and its settings.")

    /// What was read back is not what was written.
    package static func copyDiffers(_ table: String) -> StartError {
        StartError(
            .startCopyDiffers,
            "The rows of \(table) differ after copying: something else wrote to one of the databases. Stop it and copy again."
        )
    }

    /// The data directory is not of the database that was asked for.
    static func otherStorage(_ path: String, known: String, asked: String) -> StartError {
        StartError(
            .startStorageOther,
            "The installation of \(path) is in the storage \"\(known)\", not in \"\(asked)\". Add --storage \(known), or move it "
                + "with millrace storage copy --from \(known) --to \(asked).")
    }

    /// A command beside a running server changes no schema.
    package static let olderData = StartError(
        .startOlderData,
        "The database is of an earlier version. Start the server of this version once, which upgrades the database, then "
            + "try again.")

    /// No plugin contributes this storage.
    package static func unknownStorage(_ id: String, known: [String]) -> StartError {
        StartError(
            .startStorageUnknown,
            "No loaded plugin contributes the storage \"\(id)\".\(NearestName.hint(for: id, among: known)) Available: "
                + "\(known.joined(separator: ", ")).")
    }
}
