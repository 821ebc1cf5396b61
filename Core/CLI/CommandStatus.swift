import Foundation
import NIOCore
import Platform
import PluginHost
import Storage

/// The exit status of a command that fails (sysexits.h, where it has one).
enum CommandStatus: Int32, CaseIterable, Sendable {
    case failure = 1
    case usage = 64
    case data = 65
    case noInput = 66
    case unavailable = 69
    case cannotCreate = 73
    case inUse = 75
    case configuration = 78

    var meaning: String {
        switch self {
        case .failure: "Another error; standard error has the message."
        case .usage: "Usage: a flag or an argument is unknown, or its value is not valid."
        case .data:
            "A backup is incomplete or was altered, or a data directory has problems or is accessible to other users."
        case .noInput: "An input file does not exist."
        case .unavailable: "The server cannot listen on the address."
        case .cannotCreate: "A file or folder cannot be created or opened."
        case .inUse: "Another server uses the data directory or the database."
        case .configuration:
            "Configuration: a variable is unknown or its value is not valid, or the data directory, master key and "
                + "storage do not match or are of a newer version."
        }
    }

    /// For `--help`.
    static var list: String {
        "Exit status: 0 stopped as requested\n"
            + allCases.map { "  \($0.rawValue)  \($0.meaning)" }.joined(separator: "\n")
    }

    /// - Returns: `nil` for an error that the argument parser reports.
    init?(_ error: any Error) {
        switch error {
        case let error as InvalidSetting:
            switch error.source {
            case .flag: self = .usage
            case .variable: self = .configuration
            }
        case let error as StartError:
            switch error.code {
            case .startFile, .startUpgradeCopy: self = .cannotCreate
            case .startInUse, .startServerRunning, .startServerReplaced: self = .inUse
            case .startOpen: self = .data
            case .startNoInstallation: self = .usage
            default: self = .configuration
            }
        case let error as BackupError:
            switch error.code {
            case .backupNotEmpty, .backupKey: self = .usage
            case .backupFile: self = .cannotCreate
            case .backupNewer, .backupRotation: self = .configuration
            default: self = .data
            }
        case StorageError.newerSchema: self = .configuration
        case is FoundProblems: self = .data
        case is ListenError: self = .unavailable
        case let error as CocoaError where [.fileNoSuchFile, .fileReadNoSuchFile].contains(error.code): self = .noInput
        default: return nil
        }
    }
}
