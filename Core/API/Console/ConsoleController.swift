import HTTPTypes
import Hummingbird

/// The assets of the web console; ``ConsolePages`` serves its page.
struct ConsoleController {
    let files: ConsoleFiles

    var endpoints: [Endpoint<RootContext>] {
        let asset: Endpoint<RootContext> = .get(
            "\(ConsoleFiles.assets)/:name", "",
            returns: .file("text/javascript", "An asset of the console.").headers { _ in
                // Another content has another name: a year is the usual longest time (RFC 9111, section 1.2.2; RFC 8246).
                [.cacheControl: "public, max-age=31536000, immutable"]
            }
        ) { request, context in
            try files.asset(try context.parameters.require("name"))
        }
        return [asset.unlisted]
    }
}
