import Values

extension LocalConfiguration {
    /// What the plugin declares; the host checks the values.
    package static let settings: [SettingDefinition] = [
        SettingDefinition(
            LocalSetting.deno.rawValue, .command, default: "deno",
            description: "The Deno that runs deployed code, version 2.9 or later."),
        SettingDefinition(
            LocalSetting.port.rawValue, .integer, minimum: 0, maximum: 65_535,
            description:
                "Port of deployed functions (0 = any free port); by default the port of the last start, or 8788."),
        SettingDefinition(
            LocalSetting.host.rawValue, .text, default: "127.0.0.2",
            description:
                "Address or host name of this machine for deployed functions; use another one than the server's, "
                + "because browsers share cookies between all ports of a host."),
        SettingDefinition(
            LocalSetting.url.rawValue, .url,
            description:
                "Public address of deployed functions, where a proxy forwards to them; by default that of HOST and "
                + "PORT."),
        SettingDefinition(
            LocalSetting.proxies.rawValue, .integer, minimum: 0, maximum: 10, default: "0",
            description:
                "Number of trusted reverse proxies before deployed functions: their X-Forwarded-For, -Proto, -Host and "
                + "-Prefix are used; without one these headers are ignored."),
        SettingDefinition(
            LocalSetting.requests.rawValue, .integer, minimum: 0, maximum: 100_000_000, default: "60000",
            description: "Requests a minute to deployed functions from one client (0 = no limit)."),
        SettingDefinition(
            LocalSetting.httpConnections.rawValue, .integer, minimum: 1, maximum: 100_000, default: "4000",
            description: "Open connections to deployed functions; further ones are refused."),
        SettingDefinition(
            LocalSetting.clientConnections.rawValue, .integer, minimum: 1, maximum: 100_000, default: "500",
            description:
                "Open connections to deployed functions from one IPv4 address or IPv6 network of 64 bits; further ones are "
                + "refused. Not used behind trusted proxies."),
        SettingDefinition(
            LocalSetting.requestTime.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 3_600, default: "60",
            description:
                "How long the headers of a request to deployed functions may take to arrive, its body at less than 16 KiB "
                + "a second, and its client to read more of the response."),
        SettingDefinition(
            LocalSetting.headers.rawValue, .integer, minimum: 16, maximum: 5_000, default: "500",
            description:
                "Headers that a request or a response of deployed code, or a request to it, may have; more are refused."
        ),
        SettingDefinition(
            LocalSetting.body.rawValue, .size, minimum: 1, maximum: 1_024, default: "100",
            description: "Body of a request to deployed functions; a larger one is refused."),
        SettingDefinition(
            LocalSetting.concurrentRequests.rawValue, .integer, minimum: 1, maximum: 100_000, default: "1000",
            description:
                "Requests and other calls that a process of deployed code executes at a time; more are refused."),
        SettingDefinition(
            LocalSetting.responseTime.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 86_400, default: "120",
            description: "How long a deployed function may take to respond."),
        SettingDefinition(
            LocalSetting.idleTime.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 86_400, default: "120",
            description: "How long a connection to deployed functions may be silent before it is closed."),
        SettingDefinition(
            LocalSetting.allowPrivate.rawValue, .boolean, default: "false",
            description: "Allow deployed code to connect to this machine and to private networks."),
        SettingDefinition(
            LocalSetting.confine.rawValue, .boolean, default: "true",
            description: "Have the kernel confine processes of deployed code, where it can (false for a Deno with "
                + "libraries outside the system's folders)."),
        SettingDefinition(
            LocalSetting.connections.rawValue, .integer, minimum: 1, maximum: 4_000, default: "1000",
            description: "Outbound connections that the processes of a deployment may have open at a time."),
        SettingDefinition(
            LocalSetting.connectTimeout.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 300, default: "10",
            description: "How long an outbound connection of deployed code may take to be requested and to be accepted."
        ),
        SettingDefinition(
            LocalSetting.connectionIdleTime.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 604_800,
            default: "3600",
            description: "How long an outbound connection of deployed code may be silent before it is closed."),
        SettingDefinition(
            LocalSetting.memory.rawValue, .size, minimum: 16, maximum: 1_048_576, default: "256",
            description: "JavaScript heap of a process of deployed code; its buffers may use as much again."),
        SettingDefinition(
            LocalSetting.processes.rawValue, .integer, minimum: 1, maximum: 100_000, default: "200",
            description:
                "Processes of deployed code at a time; when all of them are busy, runs of other deployments wait and "
                + "requests are refused."),
        SettingDefinition(
            LocalSetting.deploymentProcesses.rawValue, .integer, minimum: 1, maximum: 1_000, default: "20",
            description: "Processes of one deployment at a time, including those with its former secrets."),
        SettingDefinition(
            LocalSetting.deploymentMemory.rawValue, .size, minimum: 32, maximum: 16_777_216, default: "10240",
            description:
                "Memory of the processes of one deployment together: it may have as many as fit, each with twice the heap "
                + "that MEMORY allows."),
        SettingDefinition(
            LocalSetting.queued.rawValue, .integer, minimum: 1, maximum: 100_000_000, default: "100000",
            description: "Runs of a deployment that have not begun; further triggers are refused."),
        SettingDefinition(
            LocalSetting.slots.rawValue, .integer, minimum: 10, maximum: 1_000_000, default: "1000",
            description:
                "Runs in memory at a time; others that are ready wait for a slot, and one connection has at most four fifths."
        ),
        SettingDefinition(
            LocalSetting.cpu.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 3_600, default: "30",
            description: "How long a process of deployed code may compute without responding before it is ended."),
        SettingDefinition(
            LocalSetting.inactivityTimeout.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 2_592_000,
            default: "3600",
            description:
                "How long a run may execute without waiting for a step, after which it fails with LimitExceeded.",
            aliases: ["PASSAGE"]),
        SettingDefinition(
            LocalSetting.steps.rawValue, .integer, minimum: 1, maximum: 1_000_000_000, default: "10000",
            description:
                "Steps of a run, after which it fails with LimitExceeded; it may have ten times as many sleeps."),
        SettingDefinition(
            LocalSetting.events.rawValue, .integer, minimum: 1, maximum: 1_000_000, default: "1000",
            description: "Events of a run that no step has taken yet; more are refused."),
        SettingDefinition(
            LocalSetting.state.rawValue, .size, minimum: 1, maximum: 1_048_576, default: "1024",
            description:
                "Values, errors and events of the steps of a run together, after which it fails with LimitExceeded."),
        SettingDefinition(
            LocalSetting.database.rawValue, .size, minimum: 1, maximum: 1_048_576, default: "10240",
            description: "Size to which a D1 database, a KV namespace or a dataset may grow."),
        SettingDefinition(
            LocalSetting.bucket.rawValue, .size, minimum: 1, maximum: 16_777_216, default: "102400",
            description: "Objects and unfinished uploads of an R2 bucket together."),
        SettingDefinition(
            LocalSetting.queue.rawValue, .size, minimum: 1, maximum: 1_048_576, default: "25600",
            description: "Messages of a queue that are not consumed yet."),
        SettingDefinition(
            LocalSetting.disk.rawValue, .size, minimum: 16, maximum: 1_073_741_824, default: "1048576",
            description:
                "Space in the journal and in the resources of its connection that a deployment may use; beyond it what "
                + "stores more fails."),
        SettingDefinition(
            LocalSetting.bindingMemory.rawValue, .size, minimum: 64, maximum: 1_048_576, default: "256",
            description:
                "Server memory for the arguments, bodies and results of the binding calls of a deployment that are in progress; "
                + "further calls fail."),
        SettingDefinition(
            LocalSetting.totalBindingMemory.rawValue, .size, minimum: 64, maximum: 1_048_576, default: "1024",
            description:
                "Server memory for the binding calls of all deployments; each may use as much as it leaves free."),
        SettingDefinition(
            LocalSetting.d1Time.rawValue, .duration, unit: .seconds, minimum: 1, maximum: 3_600, default: "30",
            description: "How long a D1 statement may take."),
        SettingDefinition(
            LocalSetting.stop.rawValue, .duration, unit: .seconds, minimum: 0, maximum: 86_400,
            description:
                "How long steps and requests in progress may take to finish when the server stops, at most until "
                + "--shutdown-timeout, which is the default; those that do not finish run again after the next start."),
        SettingDefinition(
            LocalSetting.prints.rawValue, .integer, minimum: 1, maximum: 1_000_000, default: "1000",
            description:
                "Lines a second that the processes of a deployment may print, of 1 KiB each; a program that prints "
                + "more waits."),
        SettingDefinition(
            LocalSetting.logLines.rawValue, .integer, minimum: 1, maximum: 1_000_000, default: "1000",
            description: "Log entries that are kept of a run: the newest."),
        SettingDefinition(
            LocalSetting.logSize.rawValue, .size, minimum: 1, maximum: 65_536, default: "16",
            description: "Log that is kept of a run: the newest entries."),
        SettingDefinition(
            LocalSetting.children.rawValue, .text, options: LocalConfiguration.Children.allCases.map(\.rawValue),
            default: "leave",
            description:
                "Whether terminating a run leaves the runs that it has started (sub-workflows) running, or terminates "
                + "them too."),
        SettingDefinition(
            LocalSetting.retention.rawValue, .duration, unit: .days, minimum: 0, maximum: 36_500, default: "30",
            description: "How long a run is kept after its end, with its steps and logs (0 = forever)."),
    ]
}
