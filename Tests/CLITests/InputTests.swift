import Foundation
import JSON
import TestSupport
import Testing

@testable import CLI

@Suite("What commands read", .timeLimit(.minutes(10)))
struct InputTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "One end of a line is left out, of every system",
        arguments: [("a", "a"), ("a\n", "a"), ("a\r\n", "a"), ("a\r\n\r\n", "a\r\n"), ("a\r", "a\r"), ("\r\n", "")])
    func lineEnd(text: String, value: String) { #expect(text.withoutLineEnd == value) }

    @Test(
        "Variables are lines of NAME=VALUE, of every system",
        arguments: ["A=1\nB=x=y\n", "A=1\r\nB=x=y\r\n", "\u{FEFF}# Comment\r\n\r\n  A=1\n\nB=x=y"])
    func variables(text: String) throws {
        let lines = try VariableLines(Array(text.utf8), file: "x.env").variables
        #expect(lines.map(\.name) == ["A", "B"] && lines.map(\.value) == ["1", "x=y"])
        let accent = try VariableLines(Array("A=\u{301}e\n".utf8), file: "x.env").variables
        #expect(accent.map(\.value) == ["\u{301}e"])
    }

    @Test(
        "A line that is not a variable is named, and its text is not shown",
        arguments: ["A=1\ngeheim\n", "A=1\r\nexport geheim=2\r\n", "\n9geheim=1", "A=1\n=geheim"])
    func notVariables(text: String) throws {
        let error = #expect(throws: ClientError.self) { try VariableLines(Array(text.utf8), file: "x.env") }
        let told = try #require(error)
        #expect(told.status == .rejected && told.description.hasPrefix("x.env:2: error: "))
        #expect(!told.description.contains("geheim"))
    }

    @Test(
        "A value on the command line is JSON or YAML",
        arguments: [
            (#"{"a": 1}"#, ["a": 1]), ("{a: 1}", ["a": 1]), ("a: 1", ["a": 1]), ("[a, 1]", ["a", 1]), ("3", 3),
            ("\"x\"", "x"), ("null", nil),
        ] as [(String, JSONValue)])
    func inline(text: String, value: JSONValue) throws { #expect(try ValueInput.json(text) == value) }

    @Test("A text without quotes, and what is neither, is refused", arguments: ["hello", "{\"a\": ", "a: [", ""])
    func notInline(text: String) throws {
        let error = #expect(throws: ClientError.self) { try ValueInput.json(text) }
        #expect(error?.status == .usage && error?.description.contains("YAML") == true)
    }

    @Test(
        "Of a text such as name=value the error has the JSON that was meant",
        arguments: [
            ("name=Ada", #"'{"name": "Ada"}'"#), ("count=3", #"'{"count": 3}'"#), ("a=", #"'{"a": ""}'"#),
            ("name=it's", #"'{"name": "Ada"}'"#), ("--x", #"'{"name": "Ada"}'"#),
        ])
    func meant(text: String, example: String) {
        let error = #expect(throws: ClientError.self) { try ValueInput.json(text) }
        #expect(error?.description.contains("Pass JSON such as \(example), @FILE") == true)
    }

    @Test("A document of more than 16 MiB is refused, without reading it, and a file that is not there")
    func size() throws {
        let file = try folder.write("", to: "large.json")
        try FileHandle(forWritingTo: file).truncate(atOffset: 1 << 40)
        let error = #expect(throws: ClientError.self) { try DocumentFile(path: file.path) }
        #expect(error?.status == .rejected && error?.description.contains("larger than 16 MiB") == true)
        #expect(throws: CocoaError.self) { try DocumentFile(path: folder.url.appending(path: "none.json").path) }
        let endless = #expect(throws: ClientError.self) { try DocumentFile(path: "/dev/zero") }
        #expect(endless?.description.contains("larger than 16 MiB") == true)
    }

    @Test("Files of a project are in its folder: not above it, not elsewhere, not behind a link")
    func projectFolder() throws {
        try folder.write("secret", to: "outside.yaml")
        try folder.write("a", to: "shop/a.yaml")
        let shop = folder.url.appending(path: "shop")
        func link(_ name: String, to target: String) throws {
            try FileManager.default.createSymbolicLink(
                atPath: shop.appending(path: name).path, withDestinationPath: target)
        }
        try link("out.yaml", to: "../outside.yaml")
        try link("up", to: "..")
        try link("in.yaml", to: "a.yaml")
        let project = ProjectFolder(shop.path + "/")
        for name in ["../outside.yaml", "x/../../outside.yaml", "/etc/passwd", "out.yaml", "up/outside.yaml", ".."] {
            #expect(project.file(name) == nil, "\(name)")
        }
        for name in ["a.yaml", "in.yaml", "none.yaml", "./a.yaml", "a..b.yaml"] {
            #expect(project.file(name) == "\(shop.path)/\(name)", "\(name)")
        }
    }

    @Test(
        "Paths are made absolute by the program's folder, a .. at their beginning too",
        arguments: [("../x", "/../x"), ("x/../y", "/y"), ("./x", "/x"), ("../../a/./b", "/../../a/b"), ("x", "/x")])
    func paths(path: String, expected: String) {
        let here = FileManager.default.currentDirectoryPath
        #expect(path.absolutePath == URL(filePath: here + expected).standardized.path)
        #expect(path.absolutePath.hasPrefix("/") && !path.absolutePath.contains(".."))
        #expect("/a/b/../c".absolutePath == "/a/c")
    }

    @Test("The server of dev gets no variable of another server")
    func environment() {
        let all = [
            "PATH": "/bin", "HOME": "/home/a", "MILLRACE_STORAGE": "postgresql",
            "MILLRACE_POSTGRESQL_URL": "postgres://x", "MILLRACE_DATA_FILE": "/x", "MILLRACE_MASTER_KEY": "k",
            "CREDENTIALS_DIRECTORY": "/run/credentials",
            "MILLRACE_LOCAL_DENO": "/opt/deno",
        ]
        #expect(
            DevEnvironment(all).variables == ["PATH": "/bin", "HOME": "/home/a", "MILLRACE_LOCAL_DENO": "/opt/deno"])
    }
}
