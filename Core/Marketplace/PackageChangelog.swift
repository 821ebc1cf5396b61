import FoundationEssentials

/// What has changed from version to version of a package, as its publisher writes it.
package struct PackageChangelog {
    /// Bytes that one may have; servers read no more of it.
    package static let longest = 64 << 10

    /// Markdown.
    let text: String

    /// Reads `libNAME.CHANGELOG.md` beside a library, or else `CHANGELOG.md`.
    /// - Parameters:
    ///   - library: The path of `libNAME.so`.
    ///   - isAlone: Whether it is the only plugin of its folder: `CHANGELOG.md` is of no one else.
    /// - Returns: `nil` without one, or if it is empty.
    /// - Throws: Why it is not published, as the end of a sentence.
    init?(beside library: String, isAlone: Bool) throws(PackageDescription.Unfit) {
        let folder = library.lastIndex(of: "/").map { String(library[...$0]) } ?? ""
        let own = (library.hasSuffix(".so") ? String(library.dropLast(3)) : library) + ".CHANGELOG.md"
        let found = (isAlone ? [own, folder + "CHANGELOG.md"] : [own])
            .first { FileManager.default.fileExists(atPath: $0) }
        guard let file = found else { return nil }
        guard let bytes = FileManager.default.contents(atPath: file) else {
            throw .init("its changelog \(file) is not readable.")
        }
        guard bytes.count <= Self.longest else {
            throw .init(
                "its changelog \(file) has \(bytes.count) bytes; at most \(Self.longest) are allowed. Remove old versions."
            )
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.contains("\0") else {
            throw .init("its changelog \(file) is not text in UTF-8.")
        }
        guard text.contains(where: { !$0.isWhitespace }) else { return nil }
        self.text = text
    }

    /// The text of one that a registry has, which may have been written by another program: without what is not UTF-8, and no
    /// longer than ``longest``.
    package static func text(_ bytes: [UInt8]) -> String {
        let kept = bytes.prefix(longest)
        // The last character may have been cut.
        let text = String(decoding: kept, as: UTF8.self)
        return bytes.count > longest && text.last == "\u{FFFD}" ? String(text.dropLast()) : text
    }
}
