import Foundation
import Glibc

extension LocalRuntime {
    /// Ends processes that an earlier server left: Deno ends when its input does, but not while a program keeps it
    /// computing. Called before any process of this server's is started; a data folder has one server at a time.
    package nonisolated func endOrphans() {
        let script = Data(configuration.shim.main.path.utf8)
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for identifier in processes.compactMap(Int32.init) where identifier != getpid() {
            let arguments = FileManager.default.contents(atPath: "/proc/\(identifier)/cmdline") ?? Data()
            guard arguments.split(separator: 0).contains(script) else { continue }
            observer.log(.warning, "Ending a process that a previous server left running (\(identifier))")
            Glibc.kill(identifier, SIGKILL)
        }
    }
}
