import Foundation

/// Looks for secrets in what a server wrote and answered.
struct SecretScan {
    struct Found: CustomStringConvertible {
        let secret: String
        let place: String
        let form: String
        var description: String { "\(secret) (\(form)) in \(place)" }
    }

    private let needles: [(secret: String, form: String, bytes: Data)]

    /// - Parameter secrets: Values by what they are.
    init(_ secrets: [String: String]) {
        needles = secrets.flatMap { name, value in
            Self.forms(of: value).map { (secret: name, form: $0.key, bytes: Data($0.value.utf8)) }
        }
    }

    /// As it is, and as it may be written: also within a longer text that was encoded.
    private static func forms(of value: String) -> [String: String] {
        let bytes = Data(value.utf8)
        let hex = bytes.map { String($0, radix: 16).leftPadded }.joined()
        var forms = [
            "plain": value, "hex": hex, "HEX": hex.uppercased(),
            "JSON": value.replacing("/", with: "\\/"),
            "URL": value.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? value,
            "query": value.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? value,
        ]
        for shift in 0..<3 {
            // Characters that depend on what is before and after are left out.
            let encoded = (Data(repeating: 0, count: shift) + bytes).base64EncodedString().filter { $0 != "=" }
            let core = String(encoded.dropFirst(shift == 0 ? 0 : shift + 1).dropLast(1))
            forms["base64+\(shift)"] = core
            forms["base64url+\(shift)"] = core.replacing("+", with: "-").replacing("/", with: "_")
        }
        return forms
    }

    func search(_ data: Data, in place: String) -> [Found] {
        needles.compactMap { needle in
            Self.contains(data, needle.bytes)
                ? Found(secret: needle.secret, place: place, form: needle.form) : nil
        }
    }

    /// The C library's search: a data folder has many megabytes of compiled code.
    private static func contains(_ data: Data, _ part: Data) -> Bool {
        let wanted = [UInt8](part)
        return data.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Bool in
            guard let first = wanted.first, var place = bytes.baseAddress else { return wanted.isEmpty }
            let end = place + bytes.count
            while let found = memchr(place, Int32(first), end - place) {
                let start = UnsafeRawPointer(found)
                guard end - start >= wanted.count else { return false }
                if memcmp(start, wanted, wanted.count) == 0 { return true }
                place = start + 1
            }
            return false
        }
    }

    /// Every file below a folder.
    /// - Parameter exempt: Paths below it that are made for secrets.
    func search(folder: URL, except exempt: Set<String>) throws -> (found: [Found], files: [String]) {
        var found: [Found] = []
        var files: [String] = []
        for case let path as String in FileManager.default.enumerator(atPath: folder.path) ?? .init() {
            let file = folder.appending(path: path)
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue,
                !exempt.contains(path)
            else { continue }
            files.append(path)
            found += search(try Data(contentsOf: file), in: path)
        }
        return (found, files)
    }
}

extension String {
    fileprivate var leftPadded: String { count == 1 ? "0" + self : self }
}
