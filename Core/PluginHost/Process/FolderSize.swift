import Foundation

/// How much of the disk a folder takes.
enum FolderSize {
    /// What an entry takes besides its blocks: a file system has an inode for a few thousand bytes (mke2fs(8), "inode_ratio"),
    /// so that empty files fill it, too.
    private static let entry = 4096

    /// Bytes of the files below; links are not followed.
    /// - Parameter limit: What is found beyond it need not be exact.
    static func bytes(of folder: String, upTo limit: Int) -> Int {
        let files = FileManager.default
        var total = 0
        var folders = [folder]
        while let folder = folders.popLast(), total <= limit {
            for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
                var status = stat()
                let path = "\(folder)/\(name)"
                guard lstat(path, &status) == 0 else { continue }
                // Blocks of 512 bytes (stat(2)).
                total += Int(status.st_blocks) * 512 + entry
                if status.st_mode & S_IFMT == S_IFDIR { folders.append(path) }
            }
        }
        return total
    }
}
