import Crypto
import FoundationEssentials
import Glibc
import Values

/// The libraries of installed packages, below one folder. A file comes into its place by a rename, whole, or is not
/// there.
package struct PackageStore: Sendable {
    /// Where a package is, below the folder.
    package struct Place: Sendable, Hashable {
        package let path: String

        package init(path: String) { self.path = path }

        /// A place of its own for every content: a library that is loaded is never written over.
        init(node: String, version: String, sha256: String) {
            path = "\(node)/\(version)/\(sha256.prefix(16)).so"
        }
    }

    private let folder: String

    package init(folder: String) { self.folder = folder }

    package func path(_ place: Place) -> String { "\(folder)/\(place.path)" }

    private var incoming: String { "\(folder)/incoming" }

    /// Writes bytes that have been checked where nothing takes them for a package yet.
    /// - Returns: The file's path.
    package func write(_ bytes: [UInt8]) throws(RegistryError) -> String {
        let path = "\(incoming)/\(UUID().uuidString).so"
        do {
            try FileManager.default.createDirectory(
                atPath: incoming, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .store(incoming, "\(error)")
        }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .store(path, String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress?.advanced(by: written), bytes.count - written)
            }
            guard count > 0 else {
                let reason = String(cString: strerror(errno))
                unlink(path)
                throw .store(path, reason)
            }
            written += count
        }
        guard fsync(descriptor) == 0 else {
            unlink(path)
            throw .store(path, String(cString: strerror(errno)))
        }
        return path
    }

    package func bytes(of place: Place) throws(RegistryError) -> [UInt8] {
        do { return Array(try Data(contentsOf: URL(filePath: path(place)))) } catch {
            throw .store(path(place), "\(error)")
        }
    }

    /// Moves a written file into its place.
    package func keep(
        _ file: String, node: String, version: String, sha256: String
    ) throws(RegistryError) -> Place {
        let place = Place(node: node, version: version, sha256: sha256)
        let folder = "\(self.folder)/\(node)/\(version)"
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw .store(folder, "\(error)")
        }
        guard rename(file, path(place)) == 0 else { throw .store(path(place), String(cString: strerror(errno))) }
        // The new name must survive a power cut before the database says it is there.
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory >= 0 {
            fsync(directory)
            close(directory)
        }
        return place
    }

    package func discard(_ file: String) { unlink(file) }

    package func remove(_ place: Place) { unlink(path(place)) }

    /// Whether a package is there as it was installed.
    package func holds(_ place: Place, size: Int, sha256: String) -> Bool {
        guard let data = FileManager.default.contents(atPath: path(place)) else { return false }
        return data.count == size && Hex.text(SHA256.hash(data: data)) == sha256
    }

    /// Removes what an interrupted change has left.
    /// - Parameter places: Of the packages that are installed.
    package func sweep(keeping places: Set<Place>) {
        let files = FileManager.default
        for name in (try? files.subpathsOfDirectory(atPath: folder)) ?? []
        where name.hasSuffix(".so") && !places.contains(Place(path: name)) {
            unlink("\(folder)/\(name)")
        }
    }
}
