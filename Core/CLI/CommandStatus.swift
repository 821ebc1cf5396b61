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
        ExitStatuses.meaning(rawValue)
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
