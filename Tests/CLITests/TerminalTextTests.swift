import Foundation
import JSON
import TestSupport
import Testing
import Values

@testable import CLI

@Suite("What is printed at terminals", .timeLimit(.minutes(10)))
struct TerminalTextTests {
    /// C0 without tab and line feed, DEL, C1, and what turns the direction of text.
    private static let steering: [Unicode.Scalar] =
        ((0...0x1F).filter { $0 != 0x09 && $0 != 0x0A } + Array(0x7F...0x9F) + [0x061C, 0x200E, 0x202E, 0x2066])
        .compactMap(
            Unicode.Scalar.init(_:))

    @Test("No control character is shown in texts, tables and errors")
    func hidden() {
        #expect(Self.steering.count == 67)
        for scalar in Self.steering {
            let text = "a\(Character(scalar))b"
            #expect(!text.printable.unicodeScalars.contains(scalar), "\(scalar.value)")
            #expect(!text.shownLine.unicodeScalars.contains(scalar), "\(scalar.value)")
            let table = Table(titles: ["T"], rows: [[text]]).lines(width: nil) { $0 }
            #expect(!table.joined().unicodeScalars.contains(scalar), "\(scalar.value)")
        }
    }

    @Test("JSON has escapes in place of control characters, and the same value")
    func json() throws {
        for scalar in Self.steering + ["\u{2028}", "\t", "\n", "\u{1F600}"] {
            let value: JSONValue = ["a\(Character(scalar))": .string("x\(Character(scalar))y")]
            let shown = ShownText.json(value.prettyText)
            #expect(try JSONValue(parsing: shown) == value, "\(scalar.value)")
            #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0 == scalar || $0.value >= 0x20 })
            if scalar.value >= 0x7F, scalar.value <= 0x9F {
                #expect(
                    shown.contains("\\u00\(String(scalar.value, radix: 16))") && !shown.unicodeScalars.contains(scalar))
            }
        }
        #expect(ShownText.json("\"\u{9B}\"") == #""\u009b""#)
    }

    @Test("A line of the server's log has no control characters, as text and as JSON", arguments: LogFormat.allCases)
    func log(format: LogFormat) {
        for scalar in Self.steering {
            let line = format.line("T", .info, "m\(Character(scalar))", ["k": "v\(Character(scalar))"])
            #expect(!line.unicodeScalars.contains(scalar) && line.hasSuffix("\n"), "\(scalar.value)")
        }
    }

    @Test("Commands print through one type, which makes texts safe")
    func onePlace() throws {
        let folder = PackageRoot.url.appending(path: "Core/CLI")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        var seen = 0
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            seen += 1
            // The log has a line of its own making, and bytes into a pipe stay as they are.
            guard !["Terminal.swift", "LineLogHandler.swift"].contains(file.lastPathComponent) else { continue }
            let text = try String(contentsOf: file, encoding: .utf8)
            #expect(text.firstMatch(of: #/(?:^|[^.\w"])print\(/#) == nil, "\(file.lastPathComponent)")
            #expect(!text.contains("standardError.write"), "\(file.lastPathComponent)")
            let isRaw = text.contains("standardOutput.write")
            #expect(!isRaw || file.lastPathComponent == "OutputFileOption.swift", "\(file.lastPathComponent)")
        }
        #expect(seen > 100)
    }
}
