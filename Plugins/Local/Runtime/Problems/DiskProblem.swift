import Errors
import Foundation
import GRDB

/// Why a file cannot be used, as far as it is known.
enum DiskProblem {
    case full, readOnly, locked

    init?(_ error: any Error) {
        switch error {
        case let error as DatabaseError:
            switch error.resultCode {
            case .SQLITE_FULL: self = .full
            case .SQLITE_READONLY: self = .readOnly
            case .SQLITE_BUSY: self = .locked
            default: return nil
            }
        case let error as CocoaError where error.code == .fileWriteOutOfSpace: self = .full
        case let error as CocoaError where error.code == .fileWriteVolumeReadOnly: self = .readOnly
        case let error as CocoaError:
            guard let cause = error.underlying as? POSIXError else { return nil }
            self.init(cause)
        case let error as POSIXError:
            switch error.code {
            case .ENOSPC, .EDQUOT: self = .full
            case .EROFS: self = .readOnly
            default: return nil
            }
        default: return nil
        }
    }
}
