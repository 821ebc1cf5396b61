import Foundation
import PluginMessages
import Values

/// The resources that were used since the start, open.
struct ResourceStores: Sendable {
    enum Store: Sendable {
        case keyValue(KeyValueStore)
        case database(D1Store)
        case bucket(BucketStore)
        case analytics(AnalyticsStore)
    }

    let folder: ResourceFolder
    let limits: ResourceLimits
    var bucketSizes = MeasuredSizes<URL>()
    private var open: [URL: Store] = [:]

    init(folder: ResourceFolder, limits: ResourceLimits = ResourceLimits()) {
        self.folder = folder
        self.limits = limits
    }

    /// Removes a resource with all that is in it. What has it open reads it until it is done.
    /// - Returns: Whether there was one.
    mutating func remove(_ binding: DeployedBinding, _ account: String) throws -> Bool {
        guard let found = folder.all(binding.kind, account: account).first(where: { $0.name == binding.resource })
        else {
            return false
        }
        open[try folder.place(binding, account: account)] = nil
        for suffix in ["", "-wal", "-shm"] {
            let path = found.url.path + suffix
            if FileManager.default.fileExists(atPath: path) { try FileManager.default.removeItem(atPath: path) }
        }
        return true
    }

    mutating func keyValue(_ binding: DeployedBinding, _ account: String) throws -> KeyValueStore {
        let place = try folder.place(binding, account: account)
        if case .keyValue(let store) = open[place] { return store }
        let store = try KeyValueStore(
            file: place.appendingPathExtension("sqlite"), megabytes: limits.databaseMegabytes)
        open[place] = .keyValue(store)
        return store
    }

    mutating func database(_ binding: DeployedBinding, _ account: String) throws -> D1Store {
        let place = try folder.place(binding, account: account)
        if case .database(let store) = open[place] { return store }
        let store = try D1Store(file: place.appendingPathExtension("sqlite"), limits: limits)
        open[place] = .database(store)
        return store
    }

    mutating func bucket(_ binding: DeployedBinding, _ account: String, now: Timestamp) throws -> BucketStore {
        let place = try folder.place(binding, account: account)
        if case .bucket(let store) = open[place] { return store }
        let store = try BucketStore(folder: place, now: now)
        open[place] = .bucket(store)
        return store
    }

    mutating func analytics(_ binding: DeployedBinding, _ account: String) throws -> AnalyticsStore {
        let place = try folder.place(binding, account: account)
        if case .analytics(let store) = open[place] { return store }
        let store = try AnalyticsStore(
            file: place.appendingPathExtension("sqlite"), megabytes: limits.databaseMegabytes)
        open[place] = .analytics(store)
        return store
    }
}
