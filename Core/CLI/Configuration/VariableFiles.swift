import Foundation
import PluginHost

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Values of variables that are kept in files: `MILLRACE_NAME_FILE` names the file of `MILLRACE_NAME`, and systemd passes
/// credentials as files of `$CREDENTIALS_DIRECTORY` (systemd.exec, "Credentials").
enum VariableFiles {
    private static let suffix = "_FILE"
    private static let credentials = "CREDENTIALS_DIRECTORY"
    /// Bytes. A certificate chain is some KiB; a device or a log is a mistake.
    private static let limit = 64 << 10

    /// The environment with the values of files in place of the variables that name them.
    /// - Throws: `InvalidSetting` for a file that cannot be read, and for a variable that is given in both ways.
    static func resolve(_ environment: [String: String]) throws(InvalidSetting) -> [String: String] {
        var values = environment
        for (variable, path) in environment.sorted(by: { $0.key < $1.key }) {
            guard variable.hasPrefix(SettingReader.prefix), variable.hasSuffix(suffix) else { continue }
            let name = String(variable.dropLast(suffix.count))
            guard environment[name] == nil else {
                throw InvalidSetting(.variable(variable), .value(path, expected: "no value while \(name) is set"))
            }
            values[variable] = nil
            values[name] = try content(of: path, named: variable)
        }
        guard let folder = environment[credentials] else { return values }
        // systemd makes the folder; one that is not there has no credentials.
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in names.sorted() where name.hasPrefix(SettingReader.prefix) && values[name] == nil {
            values[name] = try content(of: "\(folder)/\(name)", named: credentials)
        }
        return values
    }

    private struct NotRegular: Error {}

    /// Opens a file without a wait: a pipe would keep the start waiting for whoever writes to it.
    private static func regularFile(_ path: String) throws -> Int32 {
        let file = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw NotRegular() }
        var status = stat()
        guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(file)
            throw NotRegular()
        }
        return file
    }

    /// - Returns: The text without the line's end; `nil` for an empty file, which counts as an empty variable does.
    private static func content(of path: String, named source: String) throws(InvalidSetting) -> String? {
        do {
            let file = FileHandle(fileDescriptor: try regularFile(path), closeOnDealloc: false)
            defer { try? file.close() }
            var data = Data()
            while data.count <= limit, let piece = try file.read(upToCount: limit + 1 - data.count), !piece.isEmpty {
                data += piece
            }
            if data.count <= limit, let text = String(bytes: data, encoding: .utf8), !text.contains("\0") {
                let value = text.replacing(/[\r\n]+$/, with: "")
                return value.isEmpty ? nil : value
            }
        } catch {}
        throw InvalidSetting(
            .variable(source), .value(path, expected: "the path of a readable text file of at most 64 KiB"))
    }
}
