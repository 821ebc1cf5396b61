import Authoring
import Foundation
import JSON
import TestSupport
import Testing

@Suite("The nodes' library, run in Deno", .timeLimit(.minutes(10)))
struct LibraryTests {
    @Test("Signatures are those of the vendors' own examples, and the rest does what it says")
    func functions() async throws {
        let folder = try TemporaryFolder()
        try LibraryFiles.write(to: folder.url.path)
        let source = try String(contentsOf: PackageRoot.fixture("nodes/library.ts"), encoding: .utf8)
        let output = try await DenoRunner().run(try folder.write(source, to: "library.ts"))
        #expect(output.status == 0, "\(output.stderr)")
        let found = try JSONValue(parsing: output.stdout).object ?? [:]
        let expected: JSONObject = [
            "awsObject": "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            "awsBucket": "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            "awsStored": "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            "alibaba": "OLeaidS1JvxuMvnyHOwuJ+uX5qY=",
            "path": "/a/b%20c%2Fd",
            "pathAbove": "Parameters: \"..\" cannot follow /a/ in an address",
            "pathMissing": "Parameters: \"\" cannot follow /a/ in an address",
            "headerBad": [
                "Vendor: the header \"authorization\" has characters that no header has, such as a line break", false,
            ],
            "host": ["us5.datadoghq.com", "localhost"],
            "hostBad": .array(
                Array(
                    repeating: "Parameters: \"site\" is not a host's name: letters, digits, dots and hyphens", count: 9)
            ),
            "form": "a=1&items[0][price]=p&meta[x]=y",
            "list": ["a", "b", "c"],
            "json": ["a": [1]],
            "jsonBad": "Parameters: \"data\" is not valid JSON",
            "number": 3.5,
            "numberBad": "Parameters: \"n\" is not a number",
            "limit": [100, 7, 1],
            "filled": ["c": 0, "d": false],
            "pages": ["items": [1, 2, 3, 4], "hasMore": true],
            "allPages": ["items": [1, 2, 3, 4, 5], "hasMore": false],
            "link": "https://a.test/?page=3",
            "key": .null,
            "base64": ["R3LDtsOfZQ==", "Größe"],
            "percent": "a%20b%2A~%28c%29",
            "secretMissing": "OTHER_TOKEN: this variable is not set",
            "cut": "Vendor: …*** (HTTP 400)",
            "keepable": ["ö", "Vendor: 1000002 bytes are more than a step can keep (too_long)"],
            // 408, 409, 425, 429, 500, 502, 503 and no response.
            "writeOnce": ["retry", "no retry", "retry", "retry", "no retry", "no retry", "retry", "no retry"],
            "writeKeyed": .array(Array(repeating: "retry", count: 8)),
            "writeRepeated": ["retry", "no retry", "retry", "retry", "retry", "retry", "retry", "retry"],
            "unreachable": [
                "Vendor: a.test could not be reached: dns error for https://a.test (network)",
                "Vendor: a.test did not answer in time (timeout)",
            ],
            "read": ["retry", "no retry", "retry", "retry", "retry", "retry", "retry", "retry"],
            "malformedOnce": "no retry",
            "malformedRead": "retry",
            "hints": ["retry after 1.5", "no retry", "retry"],
            "removed": ["value", "value", "no retry", "no retry"],
            "rawPaths": ["value", "no retry", "no retry", "no retry", "no retry"],
            "rawPatch": "no retry",
            "rawFile": ["base64": "/wE=", "contentType": "image/png"],
            "rawForm": [
                ["base64": "/wE=", "contentType": "image/png"],
                ["PUT https://a.test/v1/a?c=d+e {\"b\":1}", "POST https://a.test/v1/a b%5B0%5D=1"],
            ],
            "keyed": [["idempotency-key"], [:]],
            "files": [["warp.txt", "text/plain", "Warp"]],
            "fileBad": "Parameters: \"f\" must be a file: {base64, contentType, name}",
            "error": "Vendor: no: *** (E1, HTTP 401)",
        ]
        for (name, value) in expected where name != "key" { #expect(found[name] == value, "\(name)") }
        #expect(found.keys == expected.keys)
        #expect(
            found["key"]?.string?.wholeMatch(of: /[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}/)
                != nil)
    }
}
