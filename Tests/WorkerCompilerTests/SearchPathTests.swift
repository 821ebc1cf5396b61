import Foundation
import TestSupport
import Testing

@testable import WorkerCompiler

@Suite("Finding programs", .timeLimit(.minutes(10)))
struct SearchPathTests {
    @Test("The first folder that has an executable of the name counts; folders and plain files do not")
    func first() throws {
        let folder = try TemporaryFolder()
        func path(_ name: String) -> String { folder.url.appending(path: name).path }
        try FileManager.default.createDirectory(atPath: path("a/tool"), withIntermediateDirectories: true)
        try folder.write("plain", to: "b/tool")
        for name in ["c/tool", "d/tool"] {
            try FileManager.default.setAttributes(
                [.posixPermissions: 0o755], ofItemAtPath: folder.write("#!/bin/sh\n", to: name).path)
        }
        let search = SearchPath(folders: ["none", "a", "b", "c", "d"].map(path))
        #expect(search.path(of: "tool") == path("c/tool"))
        #expect(search.path(of: "other") == nil)
        #expect(search.path(of: "./tool") == "./tool")
    }
}
