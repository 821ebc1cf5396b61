import Foundation

/// Keys in the order of their bytes.
enum KeyRange {
    /// What is behind every key with a prefix; `nil`: nothing is.
    static func end(of prefix: Data) -> Data? {
        var end = prefix
        while let last = end.popLast() {
            if last < 0xFF {
                end.append(last + 1)
                return end
            }
        }
        return nil
    }

    /// The first that may come after a key.
    static func start(after key: String) -> Data { Data(key.utf8) + [0] }
}
