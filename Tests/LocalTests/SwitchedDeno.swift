import Foundation
import Testing

/// Deno, as long as it is not switched off: then it ends before it runs anything.
struct SwitchedDeno {
    let path: String
    private let off: URL

    init(in folder: URL) throws {
        let deno = try #require(ProcessInfo.processInfo.environment["MILLRACE_LOCAL_DENO"])
        off = folder.appending(path: "off")
        path = folder.appending(path: "deno").path
        try Data("#!/bin/sh\n[ -e '\(off.path)' ] && exit 1\nexec '\(deno)' \"$@\"\n".utf8).write(
            to: URL(filePath: path))
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    }

    func switchOff() throws { try Data().write(to: off) }
    func switchOn() throws { try FileManager.default.removeItem(at: off) }
}
