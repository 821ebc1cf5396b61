import Foundation
import JSON
import Values

/// The profiles of a person, in a file that only they can read.
struct ProfileStore {
    let file: URL
    private(set) var profiles: [String: Profile] = [:]
    /// The profile that is used when none is named.
    private(set) var current: String?

    static let standardName = "default"

    /// - Throws: `ClientError` for a file that other users can read, or that is not valid.
    init(_ reader: SettingReader) throws {
        file = Self.folder(try reader.environment).appending(path: "millrace/profiles.json")
        var status = stat()
        guard stat(file.path, &status) == 0 else { return }
        guard status.st_mode & 0o077 == 0 else {
            throw ClientError(
                .configuration,
                "Other users can read \(file.path), which has API keys. Run chmod 600 \(file.path), and replace the keys."
            )
        }
        guard let json = try? JSONValue(parsing: try Data(contentsOf: file)), let all = json["profiles"]?.object else {
            throw ClientError(.configuration, "\(file.path) is not valid. Remove it, and run millrace login.")
        }
        for (name, profile) in all { profiles[name] = Profile(profile) }
        current = json["current"]?.string
    }

    /// - Parameter name: `nil` for the current one.
    /// - Returns: `nil` when there is none.
    /// - Throws: `ClientError` for a name that no profile has.
    func profile(named name: String?) throws -> Profile? {
        guard let name else { return current.flatMap { profiles[$0] } }
        guard let profile = profiles[name] else {
            throw ClientError(
                .configuration,
                "No profile is named \"\(name)\".\(NearestName.hint(for: name, among: profiles.keys)) millrace profiles lists them; millrace login creates one."
            )
        }
        return profile
    }

    /// Changes the file. Programs that change it at the same time wait for each other, so that none of their changes is lost.
    /// - Parameter change: Of the profiles as they are then.
    static func update<Result>(
        _ reader: SettingReader, _ change: (inout ProfileStore) throws -> Result
    ) throws -> Result {
        let folder = Self.folder(try reader.environment).appending(path: "millrace")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let lock = open(folder.appending(path: "profiles.lock").path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0 else {
            throw ClientError(.configuration, "\(folder.path) cannot be written: \(String(cString: strerror(errno))).")
        }
        defer { close(lock) }
        while flock(lock, LOCK_EX) != 0 {
            guard errno == EINTR else {
                throw ClientError(
                    .configuration,
                    "\(folder.path)/profiles.lock cannot be locked: \(String(cString: strerror(errno))).")
            }
        }
        var store = try ProfileStore(reader)
        let result = try change(&store)
        try store.write()
        return result
    }

    /// Sets a profile, which becomes the current one.
    /// - Parameter change: Of the profile as it is, when it is of the same server, or of one with the address alone.
    mutating func set(_ name: String, url: String, _ change: (inout Profile) -> Void) {
        let known = profiles[name]
        var profile = known?.url == url ? known ?? Profile(url: url) : Profile(url: url)
        change(&profile)
        profiles[name] = profile
        current = name
    }

    mutating func use(_ name: String) throws {
        _ = try profile(named: name)
        current = name
    }

    mutating func remove(_ name: String) {
        profiles[name] = nil
        if current == name { current = profiles.keys.sorted().first }
    }

    private func write() throws {
        let all = profiles.sorted { $0.key < $1.key }.map { ($0.key, $0.value.json) }
        let json: JSONValue = [
            "current": current.map(JSONValue.string) ?? .null, "profiles": .object(JSONObject(all)),
        ]
        // Made with its mode, and renamed: nobody can read it for a moment, or find half of it.
        let new = file.deletingLastPathComponent().appending(path: ".profiles-\(UUID().uuidString)")
        let isWritten = FileManager.default.createFile(
            atPath: new.path, contents: Data((json.prettyText + "\n").utf8), attributes: [.posixPermissions: 0o600])
        guard isWritten, rename(new.path, file.path) == 0 else {
            try? FileManager.default.removeItem(at: new)
            throw ClientError(.configuration, "\(file.path) cannot be written.")
        }
    }

    /// XDG Base Directory Specification: a relative path is ignored.
    private static func folder(_ environment: [String: String]) -> URL {
        if let path = environment["XDG_CONFIG_HOME"], path.hasPrefix("/") { return URL(filePath: path) }
        return FileManager.default.homeDirectoryForCurrentUser.appending(path: ".config")
    }
}
