import Faults
import FoundationEssentials
import Synchronization

/// The master keys of a server: the one that seals, and those that open besides while the key is changed.
package final class MasterKeys: Sendable {
    private struct State {
        /// `nil` until the database was read.
        var sealing: MasterKey?
        /// The next key before and while it is introduced, or the one before it.
        var second: MasterKey?
        /// What was read before the change ended may be opened after it.
        var retired: (key: MasterKey, since: ContinuousClock.Instant)?
        var isRotating = false
        /// Why the file of the next key is not used.
        var nextProblem: NextMasterKey.Problem?
        /// Of all keys that have sealed here.
        var known: Set<String> = []

        var all: [MasterKey] { [sealing, second, retired?.key].compactMap(\.self) }
    }

    /// For which the key before opens what was read before the change ended.
    private static let grace = Duration.seconds(60)

    private let directory: String?
    private let state: Mutex<State>

    /// - Parameter directory: The data directory, which has the files of the keys.
    package init(directory: String) {
        self.directory = directory
        state = Mutex(State())
    }

    /// Keys that do not change.
    /// - Parameter previous: The key that `master` takes the place of, while there are values that it sealed.
    init(_ master: MasterKey, previous: MasterKey? = nil) {
        directory = nil
        state = Mutex(State(sealing: master, second: previous, known: [master.id]))
    }

    var sealing: MasterKey? { state.withLock { $0.sealing } }

    /// All that open, the one that seals first.
    var all: [MasterKey] { state.withLock { $0.all } }

    /// Of the keys that the server can seal with when the database names them, and why the file of the next one is not used.
    var announced: [String] {
        state.withLock { state in
            [state.sealing, state.second].compactMap { $0?.id }
                + (state.nextProblem.map { [ServerKeysRecord.word(for: $0)] } ?? [])
        }
    }

    func key(_ id: some StringProtocol) -> MasterKey? { all.first { $0.id == id } }

    /// Whether a key has sealed here.
    func knows(_ id: String) -> Bool { state.withLock { $0.known.contains(id) } }

    /// The key of a first start.
    func begin(with key: MasterKey) {
        state.withLock { state in
            state.sealing = key
            state.known.insert(key.id)
        }
    }

    /// Uses the keys that the database names.
    /// - Throws: ``StartError`` when the server lacks one of them; nothing has changed then.
    func follow(_ database: KeyState) throws {
        guard let directory else { return }
        let path = KeyRotation.keyFile(in: directory)
        let current = try? MasterKey.load(from: path)
        // It may be under way from another machine.
        let file = NextMasterKey(in: directory)
        let (next, problem): (MasterKey?, NextMasterKey.Problem?)
        do throws(NextMasterKey.Problem) { (next, problem) = (try file.load(), nil) } catch {
            (next, problem) = (nil, error)
        }
        try state.withLock { state in
            state.nextProblem = problem
            let found = [current, next].compactMap(\.self) + state.all
            guard let installed = found.first(where: { $0.id == database.current }) else {
                guard try MasterKey.load(from: path) != nil else { throw StartError.missingMasterKey(path) }
                throw StartError.otherMasterKey(path, needed: database.current)
            }
            guard let id = database.next else {
                let before = state.all
                (state.sealing, state.isRotating) = (installed, false)
                state.second = next?.id == installed.id ? nil : next
                for key in before where key.id != installed.id && key.id != state.second?.id {
                    if state.retired?.key.id != key.id { state.retired = (key, .now) }
                }
                if let since = state.retired?.since, .now - since >= Self.grace { state.retired = nil }
                state.known.insert(installed.id)
                return
            }
            guard let key = found.first(where: { $0.id == id }) else {
                throw StartError.nextMasterKey(file.path, needed: id, problem)
            }
            (state.sealing, state.second, state.isRotating) = (key, installed, true)
            state.known.formUnion([key.id, installed.id])
        }
    }

    /// Has the files as the database has named the key: after a change, the next key takes the place of the one before.
    /// - Returns: Whether something was changed.
    @discardableResult
    func settle() throws -> Bool {
        guard let directory else { return false }
        let current = PrivateFile(path: KeyRotation.keyFile(in: directory))
        let next = PrivateFile(path: KeyRotation.nextKeyFile(in: directory))
        return try state.withLock { state in
            guard let key = state.sealing, !state.isRotating else { return false }
            let isNext = (try? NextMasterKey(in: directory).load())?.id == key.id
            guard try MasterKey.load(from: current.path)?.id != key.id else {
                if isNext { try FileManager.default.removeItem(atPath: next.path) }
                return isNext
            }
            do {
                if isNext { try current.replace(by: next) } else { try key.store(at: current.path) }
            } catch {
                // A command in the same directory does it, too.
                guard try MasterKey.load(from: current.path)?.id == key.id else { throw error }
            }
            Fault.reach(.keyReplaced)
            return true
        }
    }
}
