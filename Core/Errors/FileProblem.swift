import Foundation

/// A file that cannot be used, told to a person: the descriptions of Foundation's errors are for developers.
package struct FileProblem: Error, CustomStringConvertible {
    package let description: String

    /// - Returns: `nil` for an error that is not about a file.
    package init?(_ error: any Error) {
        guard let error = error as? CocoaError else { return nil }
        let path = error.filePath ?? error.url?.path ?? "The file"
        description = "\(path): \(Self.reason(of: error))"
    }

    /// What is wrong, without the path.
    package static func reason(of error: any Error) -> String {
        guard let error = error as? CocoaError else { return "\(error)" }
        return
            switch error.code
        {
        case .fileNoSuchFile, .fileReadNoSuchFile: "no such file or folder."
        case .fileReadNoPermission, .fileWriteNoPermission: "permission denied."
        case .fileWriteOutOfSpace: "the disk is full."
        case .fileWriteVolumeReadOnly: "the disk is read-only."
        case .fileWriteFileExists: "a file with that name already exists."
        case .fileReadUnknown where error.filePath.map(Self.isFolder) == true: "is a folder; expected a file."
        default:
            (error.underlying as? POSIXError).map { String(cString: strerror($0.code.rawValue)) }
                ?? error.localizedDescription
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }
}
