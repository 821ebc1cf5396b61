// swift-tools-version: 6.1
import PackageDescription

// A third party's plugin package. MILLRACE is where Millrace's package is; a package of your own would name
// its address.
let millrace = Context.environment["MILLRACE"] ?? "../../.."

let package = Package(
    name: "Greeting",
    products: [.library(name: "Greeting", type: .dynamic, targets: ["Greeting"])],
    dependencies: [.package(name: "Millrace", path: millrace)],
    targets: [
        .target(
            name: "Greeting", dependencies: [.product(name: "PluginKit", package: "Millrace")],
            resources: [.embedInCode("template.ts")],
            linkerSettings: [
                .unsafeFlags(["-Xlinker", "--version-script=\(Context.packageDirectory)/plugin.exports"])
            ])
    ],
    swiftLanguageModes: [.v6]
)
