import Foundation
import TestSupport
import Testing

@Suite("Codes of diagnostics", .timeLimit(.minutes(10)))
struct DiagnosticCodesTests {
    /// The codes in the list: `.name` stands for the last one before with another end.
    private static func documented() throws -> Set<String> {
        let text = try String(contentsOf: PackageRoot.url.appending(path: "Core/IR/Problems.swift"), encoding: .utf8)
        var codes: Set<String> = []
        var prefix = ""
        let list = text.split(separator: "\n").filter { $0.hasPrefix("/// ") }.drop { !$0.hasPrefix("/// - ") }
        for piece in list.joined(separator: " ").split(separator: "`")
        where piece.hasPrefix("ir.") || piece.hasPrefix(".") {
            if piece.hasPrefix("ir.") {
                codes.insert(String(piece))
                prefix = String(piece[..<(piece.lastIndex(of: ".") ?? piece.endIndex)])
            } else {
                codes.insert(prefix + piece)
            }
        }
        return codes
    }

    @Test("Every code in the sources is in the list of `Problems`, and the other way around")
    func table() throws {
        var used: Set<String> = []
        for folder in ["IR", "Compiler"] {
            let url = PackageRoot.url.appending(path: "Core/\(folder)")
            for file in try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
            where file.pathExtension == "swift" {
                let text = try String(contentsOf: file, encoding: .utf8)
                for match in text.split(separator: "\n").filter({ !$0.hasPrefix("///") }).joined().matches(
                    of: /"(ir\.[A-Za-z]+\.[A-Za-z]+)"/)
                { used.insert(String(match.1)) }
            }
        }
        // Two are put together from a family and a name.
        used.formUnion(["required", "type", "options", "validation"].map { "ir.data.\($0)" })
        used.formUnion(["env", "unknownNode", "self"].map { "ir.expression.\($0)" })
        let documented = try Self.documented()
        #expect(used.subtracting(documented).isEmpty, "\(used.subtracting(documented))")
        #expect(documented.subtracting(used).isEmpty, "\(documented.subtracting(used))")
    }
}
