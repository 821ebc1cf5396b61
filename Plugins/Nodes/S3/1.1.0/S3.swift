import NodeKit

private let (put, get, list, delete) = ("Put Object", "Get Object", "List Objects", "Delete Object")
private let object: [OutputField] = [.text("key"), .number("size"), .text("etag"), .text("lastModified")]

private let (head, copy, buckets) = ("Head Object", "Copy Object", "List Buckets")

private let node = NodeDefinition(
    id: "s3", name: "S3", version: "1.1.0",
    description: "Put, get, list and delete objects in Amazon S3 or a storage that speaks its protocol.",
    category: "Storage", tags: ["files", "bucket", "aws"],
    icon: NodeDefinition.icon("M5 7c0-2 14-2 14 0l-2 12c-1 2-9 2-10 0z M5 7c0 2 14 2 14 0"),
    docsUrl: "https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html", author: "Millrace", license: "Apache-2.0",
    configSchema: [
        .action(put, get, list, delete, head, copy, buckets),
        .secret("endpoint", "Endpoint", "S3_ENDPOINT"),
        .secret("accessKeyId", "Access key id", "S3_ACCESS_KEY_ID"),
        .secret("secretAccessKey", "Secret access key", "S3_SECRET_ACCESS_KEY"),
        .secret("sessionToken", "Session token", "S3_SESSION_TOKEN"),
        .text("bucket", "Bucket", for: [put, get, list, delete, head, copy], required: true),
        .text("region", "Region", "auto for Cloudflare R2.", default: "us-east-1"),
        .text("key", "Key", "The object's name.", for: [put, get, delete, head, copy], required: true),
        .area("content", "Content", for: [put]),
        .choice("encoding", "The content is", ["text", "base64"], for: [put, get], default: "text"),
        .text("contentType", "Content type", for: [put]),
        .json("metadata", "Metadata", "An object of texts.", for: [put]),
        .text("prefix", "Prefix", "Only keys that begin so.", for: [list]),
        .text("delimiter", "Delimiter", "Keys with it after the prefix are put together.", for: [list]),
        .limit(1000, for: [list]),
        .json("file", "File", "{base64, contentType}, in place of the content.", for: [put]),
        .text("sourceKey", "From the key", for: [copy], required: true),
        .retryWrites(for: []),
    ],
    outputSchema: [
        .text("key"), .text("content"), .text("contentType"), .number("size"), .text("etag"), .text("lastModified"),
        .text("versionId"), .flag("deleted"), .list("objects", of: object), .list("prefixes", ofEach: .string),
        .flag("hasMore"),
        .flag("exists"), .list("buckets", ofEach: .string),
    ],
    providers: ["cloudflare"],
    runtime: NodeRuntime(defaultTimeout: "1 minute", defaultRetries: 3, idempotent: true, streaming: false))

@c(millrace_plugin_start)
public func start(_ host: HostTable) -> PluginTable {
    node.withRequest(connection: ["region"], encoding: .text).plugin(template: PackageResources.template_ts).start(host)
}
