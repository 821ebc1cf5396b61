import Foundation

/// The processes that run deployed code of a data folder.
enum DenoProcesses {
    static func of(_ data: URL) -> [Int32] {
        let script = Data(data.path.utf8)
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return processes.compactMap(Int32.init).filter { process in
            let command = FileManager.default.contents(atPath: "/proc/\(process)/cmdline") ?? Data()
            return command.split(separator: 0).contains {
                $0.range(of: script) != nil && $0.suffix(Self.main.count) == Self.main
            }
        }
    }

    private static let main = Data("/shim/main.ts".utf8)
}
