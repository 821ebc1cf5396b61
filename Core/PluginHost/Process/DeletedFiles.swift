import Foundation
import Glibc

/// What a process's files take that have no name any more: their space is free once none is open or mapped (proc(5)).
enum DeletedFiles {
    /// - Parameters:
    ///   - process: Its id; one that has ended has no files.
    ///   - folder: Files of other file systems are not counted.
    /// - Returns: Bytes of the disk.
    static func bytes(of process: Int32, on folder: String) -> Int {
        var status = stat()
        guard stat(folder, &status) == 0 else { return 0 }
        var sizes = mapped(by: process, below: folder)
        let descriptors = "/proc/\(process)/fd"
        for name in (try? FileManager.default.contentsOfDirectory(atPath: descriptors)) ?? [] {
            var file = stat()
            guard stat("\(descriptors)/\(name)", &file) == 0, file.st_nlink == 0, file.st_dev == status.st_dev,
                file.st_mode & S_IFMT == S_IFREG
            else { continue }
            // Blocks of 512 bytes (stat(2)).
            sizes[file.st_ino] = Int(file.st_blocks) * 512
        }
        return sizes.values.reduce(0, +)
    }

    /// - Returns: By inode, up to where each file is mapped: the kernel tells only root what it takes.
    private static func mapped(by process: Int32, below folder: String) -> [UInt: Int] {
        let maps = FileManager.default.contents(atPath: "/proc/\(process)/maps") ?? Data()
        var sizes: [UInt: Int] = [:]
        for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") where line.hasSuffix(" (deleted)") {
            // "start-end permissions offset device inode path".
            let parts = line.split(separator: " ", maxSplits: 5)
            let range = parts[0].split(separator: "-").compactMap { Int($0, radix: 16) }
            guard parts.count == 6, range.count == 2, parts[5].drop(while: { $0 == " " }).hasPrefix("\(folder)/"),
                let offset = Int(parts[2], radix: 16), let inode = UInt(parts[4])
            else { continue }
            sizes[inode] = max(sizes[inode] ?? 0, offset + range[1] - range[0])
        }
        return sizes
    }
}
