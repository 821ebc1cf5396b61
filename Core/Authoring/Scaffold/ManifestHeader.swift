import FoundationEssentials
import JSON
import PluginMessages

/// A plugin's manifest, from a file of JSON whose templates name their files: as a C header, and as JSON.
package struct ManifestHeader: Sendable {
    package let text: String
    /// One line, as a server reads it.
    package let json: String

    /// - Parameter file: A ``Manifest``, where a template may have `file`, beside it, in place of `source`.
    /// - Throws: When the file cannot be read or is not a manifest.
    package init(manifest file: String) throws {
        var manifest = try JSONValue(parsing: Data(contentsOf: URL(filePath: file))).object ?? [:]
        let folder = URL(filePath: file).deletingLastPathComponent()
        manifest["templates"] = .array(
            try (manifest["templates"]?.array ?? []).map { template in
                guard var fields = template.object, let name = fields["file"]?.string else { return template }
                fields["file"] = nil
                fields["source"] = .string(
                    String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self))
                return .object(fields)
            })
        let value = JSONValue.object(manifest)
        let _: Manifest = try value.decode()
        json = value.text + "\n"
        text = "#define MANIFEST \(Self.literal(value.text))\n"
    }

    /// Every byte that a C string might take for something else is an octal escape.
    private static func literal(_ text: String) -> String {
        var literal = "\""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "?"), 0...0x1F, 0x7F...0xFF:
                let octal = String(byte, radix: 8)
                literal += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
            default: literal.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
        return literal + "\""
    }
}
