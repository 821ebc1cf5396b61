/// The operations that a host can request from a storage, by the method names in messages.
enum StorageOperation: String {
    case begin = "storage.begin"
    case execute = "storage.execute"
    case commit = "storage.commit"
    case rollback = "storage.rollback"
}
