import Foundation
import Marketplace
import TestSupport
import Testing

@testable import CLI

@Suite("Where the parts of an installation are found", .timeLimit(.minutes(10)))
struct InstallationFoldersTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func folders(_ executable: String) -> InstallationFolders {
        InstallationFolders(executable: folder.url.appending(path: executable).path)
    }

    private func found(_ part: InstallationFolders.Part, from executable: String) -> String? {
        let path = folders(executable).find(part)?.path
        return path.map { String($0.dropFirst(folder.url.standardized.path.count + 1)) }
    }

    @Test("Below a prefix", arguments: ["", "usr/"])
    func installed(prefix: String) throws {
        for file in [
            "lib/millrace/plugins/libMillracePluginAny.so", "lib/millrace/registry.pub", "libexec/millrace/deno",
            "share/millrace/registry/index.json", "share/millrace/console/index.html", "share/millrace/docs/index.html",
        ] { try folder.write("", to: prefix + file) }
        let executable = "\(prefix)bin/millrace"
        #expect(!folders(executable).isCheckout)
        #expect(found(.plugins, from: executable) == "\(prefix)lib/millrace/plugins")
        #expect(found(.registryKey, from: executable) == "\(prefix)lib/millrace/registry.pub")
        #expect(found(.programs, from: executable) == "\(prefix)libexec/millrace")
        #expect(found(.registry, from: executable) == "\(prefix)share/millrace/registry")
        #expect(found(.console, from: executable) == "\(prefix)share/millrace/console")
        #expect(found(.documentation, from: executable) == "\(prefix)share/millrace/docs")
    }

    @Test("In a checkout")
    func checkout() throws {
        for file in [
            ".build/here/debug/libMillracePluginAny.so", ".build/here/debug/docs/index.html", ".build/registry.pub",
            ".build/tools/bin/deno", ".build/console/index.html", "registry/dist/index.json",
        ] { try folder.write("", to: file) }
        let executable = ".build/here/debug/millrace"
        #expect(folders(executable).isCheckout)
        #expect(found(.plugins, from: executable) == ".build/here/debug")
        #expect(found(.registryKey, from: executable) == ".build/registry.pub")
        #expect(found(.programs, from: executable) == ".build/tools/bin")
        #expect(found(.registry, from: executable) == "registry/dist")
        #expect(found(.console, from: executable) == ".build/console")
        #expect(found(.documentation, from: executable) == ".build/here/debug/docs")
    }

    @Test("Folders beside a prefix that look like a checkout's are not an installation's")
    func strangers() throws {
        for file in ["registry.pub", "registry/dist/index.json", "tools/bin/deno", "console/index.html"] {
            try folder.write("", to: file)
        }
        for executable in ["usr/local/bin/millrace", "a/b/millrace"] {
            for part in InstallationFolders.Part.allCases { #expect(found(part, from: executable) == nil, "\(part)") }
        }
    }

    @Test("Nothing is found where nothing is, and a folder without what belongs into it is none")
    func missing() throws {
        for part in InstallationFolders.Part.allCases { #expect(found(part, from: "bin/millrace") == nil, "\(part)") }
        for name in ["share/millrace/registry", "share/millrace/console", "lib/millrace/plugins"] {
            try folder.write("", to: "\(name)/other")
        }
        for part in [InstallationFolders.Part.registry, .console, .plugins] {
            #expect(found(part, from: "bin/millrace") == nil, "\(part)")
        }
    }

    @Test("A registry needs its key beside the libraries; one in the registry's own folder is not taken")
    func registryKey() throws {
        let key = SigningKey().publicKey.text
        try folder.write("{}", to: "share/millrace/registry/index.json")
        try folder.write(key, to: "share/millrace/registry/registry.pub")
        #expect(try BundledRegistry(folders("bin/millrace")) == nil)
        try folder.write("\(key)\n", to: "lib/millrace/registry.pub")
        #expect(try BundledRegistry(folders("bin/millrace"))?.key.text == key)
        try folder.write("ed25519:no key", to: "lib/millrace/registry.pub")
        #expect(throws: RegistryError.self) { try BundledRegistry(folders("bin/millrace")) }
    }

    @Test("Programs are found by name on the search path, and by path")
    func programs() throws {
        #expect(InstallationFolders.program("sh")?.hasSuffix("/sh") == true)
        #expect(InstallationFolders.program("/bin/sh") == "/bin/sh")
        #expect(InstallationFolders.program("no-such-program") == nil)
        #expect(InstallationFolders.program("/no/such/program") == nil)
    }
}
