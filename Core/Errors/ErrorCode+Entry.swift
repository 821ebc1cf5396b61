/// The kind, cause and cure of each code, as the documentation lists them. One switch, however long: without a default, the
/// compiler names a code that has no entry.
extension ErrorCode {
    package var entry: ErrorEntry {
        switch self {
        case .credentialNotFound:
            ErrorEntry(
                .notFound, "The credential does not exist, or belongs to another project.",
                "List credentials with `GET /api/credentials`.")
        case .credentialExists:
            ErrorEntry(
                .conflict, "The project, or the organization, has a credential with the name.", "Choose another name.")
        case .credentialTypeUnknown:
            ErrorEntry(
                .invalid, "No loaded plugin contributes the type of credentials.",
                "List types with `GET /api/credential-types`.")
        case .credentialUnauthorized:
            ErrorEntry(
                .conflict, "No user has consented to the credential, or its vendor has revoked it.",
                "Authorize it with `POST /api/credentials/:credentialId/authorize`.")
        case .credentialPublicURL:
            ErrorEntry(
                .conflict, "The credential needs the address of the server, which is not set.",
                "Start the server with `--public-url`.")
        case .credentialConsent:
            ErrorEntry(
                .conflict, "A vendor's response to a consent that was not requested in the session, or not recently.",
                "Start again with `POST /api/credentials/:credentialId/authorize`.")
        case .credentialVendor:
            ErrorEntry(
                .provider, "The authorization server of a credential refused, or did not respond.",
                "Check the values of the credential; the message has the server's own code.")
        case .credentialRefused:
            ErrorEntry(
                .conflict, "The authorization server does not accept the values of a credential.",
                "Correct the values with `PATCH /api/credentials/:credentialId`; the message has the server's own code."
            )
        case .credentialTokenKey:
            ErrorEntry(
                .forbidden, "The key for tokens is not that of a deployment which uses the credential.",
                "Deploy the workflow again.")
        case .credentialUntestable:
            ErrorEntry(
                .invalid, "The credential has no test request.",
                "Set `testUrl` in its values to an address of the vendor.")
        case .credentialUnfit:
            ErrorEntry(
                .invalid, "The type of the credential does not fit the node.",
                "Choose a credential of a type that `GET /api/credential-types?node=` lists for the node.")
        case .optionsVendor:
            ErrorEntry(
                .provider, "The vendor did not list the options of a field; the message contains the vendor's text.",
                "Correct the values that the list depends on, or type the value: any is accepted.")
        case .optionsRefused:
            ErrorEntry(
                .conflict, "The vendor refuses the token of the credential for the list of a field's options.",
                "Correct the credential, or authorize it again.")
        case .optionsTooMany:
            ErrorEntry(
                .tooManyRequests, "The organization has reached the limit of lists of options in progress.",
                "Retry when one has ended.")
        case .deployMissingCredential:
            ErrorEntry(
                .invalid, "A node names a credential that does not exist for the project, or is not authorized.",
                "Create the credential, or authorize it, and deploy again.")
        case .deployCredentialType:
            ErrorEntry(
                .invalid, "A node names a credential whose type does not fit the node.",
                "Name a credential of a type that `GET /api/credential-types?node=` lists for the node.")
        case .authMissing:
            ErrorEntry(
                .unauthenticated, "The request has neither an API key nor a session.",
                "Send `Authorization: Bearer ask_…`, or sign in.")
        case .authUnknown:
            ErrorEntry(
                .unauthenticated, "The API key does not exist: it is mistyped or was revoked.",
                "Check the key, or create another with `POST /api/api-keys`.")
        case .authExpired:
            ErrorEntry(
                .unauthenticated, "The API key has expired.",
                "Create another key with `POST /api/api-keys`.")
        case .authSession:
            ErrorEntry(
                .unauthenticated, "The session has ended or never existed.",
                "Sign in again with `POST /api/auth/sign-in`.")
        case .authCredentials:
            ErrorEntry(
                .unauthenticated, "The email address or the password is wrong.",
                "Check both. An operator can reset a password with `millrace people set-password`.")
        case .authScope:
            ErrorEntry(
                .forbidden, "The API key lacks the scope that the endpoint requires.",
                "Use a key with the scope, or create one.")
        case .authProject:
            ErrorEntry(
                .forbidden, "The API key belongs to another project.",
                "Create a key for the project, or sign in.")
        case .authSessionOnly:
            ErrorEntry(
                .forbidden, "The endpoint is not available to API keys.",
                "Sign in and send the session's cookie.")
        case .authRole:
            ErrorEntry(
                .forbidden, "The endpoint requires a higher role in the organization.",
                "Ask an administrator or owner of the organization.")
        case .authDelayed:
            ErrorEntry(
                .tooManyRequests, "Wrong passwords were sent for the account, or from the network, too often.",
                "Wait for the number of seconds in `Retry-After`. An operator can reset a password with `millrace people "
                    + "set-password`.")
        case .authOrigin:
            ErrorEntry(
                .forbidden,
                "Signing in, or a change with a session's cookie, without an `Origin` that the server allows.",
                "Send an allowed `Origin`, or have the operator allow it.")
        case .authOperatorOnly:
            ErrorEntry(
                .forbidden, "The endpoint concerns the whole server.",
                "Use a session of the server's first organization, or a key of it; for changes, one of the whole "
                    + "organization.")
        case .requestHTTP:
            ErrorEntry(
                .invalid, "The request is not valid HTTP/1.1, or was refused by the HTTP library.",
                "Correct the request; the message names what is wrong.")
        case .requestPath:
            ErrorEntry(
                .invalid, "A part of the path is `.` or `..`, contains U+0000, or is not percent-encoded UTF-8.",
                "Send the id or the name itself.")
        case .requestHost:
            ErrorEntry(
                .misdirected, "The `Host` of a request for documentation is not a name of the server.",
                "Use an address of the server, or set `--public-url` to the one that people use.")
        case .requestTimeout:
            ErrorEntry(
                .requestTimeout, "The request body did not arrive within the server's time limit.",
                "Retry over a faster connection, or send less data.")
        case .requestHTTPVersion:
            ErrorEntry(
                .httpVersion, "The request uses an unsupported version of HTTP.",
                "Use HTTP/1.1.")
        case .requestHeadersTooLarge:
            ErrorEntry(
                .headersTooLarge, "The path and headers of the request exceed the server's limit.",
                "Shorten the query, the cookies or the headers.")
        case .requestTooLarge:
            ErrorEntry(
                .tooLarge, "The request body exceeds the endpoint's limit.",
                "Send less data, or store it elsewhere and send its location.")
        case .requestMediaType:
            ErrorEntry(
                .unsupportedMediaType, "The request body is not declared as JSON.",
                "Send `Content-Type: application/json`.")
        case .requestEncoding:
            ErrorEntry(
                .unsupportedMediaType, "The request body has an unsupported content encoding, or is not valid gzip.",
                "Send the body without a content encoding or with gzip.")
        case .requestJSON:
            ErrorEntry(
                .invalid, "The request body is not valid JSON.",
                "Correct the body at the line and column that the message names.")
        case .requestInvalid:
            ErrorEntry(
                .invalid, "Members of the body or parameters of the query are missing or invalid.",
                "Correct each problem in `details`; pointers refer to the request.")
        case .preconditionFailed:
            ErrorEntry(
                .preconditionFailed, "The condition in `If-Match` or `If-None-Match` is not met.",
                "Get the resource again, and repeat the change with its `ETag`.")
        case .routeNotFound:
            ErrorEntry(
                .notFound, "The path does not exist.",
                "See `/docs` for all paths.")
        case .routeMethod:
            ErrorEntry(
                .methodNotAllowed, "The path does not support the method.",
                "Use a method that the `Allow` header lists.")
        case .rateLimitExceeded:
            ErrorEntry(
                .tooManyRequests, "More requests were sent than the limit per minute allows.",
                "Wait for the number of seconds in `Retry-After`, then retry.")
        case .streamTooMany:
            ErrorEntry(
                .tooManyRequests, "The user, with all their keys, has reached the limit of open event streams.",
                "Close unused streams, then reconnect.")
        case .idempotencyKey:
            ErrorEntry(
                .invalid, "The `Idempotency-Key` is empty or too long.",
                "Send a key of 1 to 255 bytes.")
        case .idempotencyOtherRequest:
            ErrorEntry(
                .unprocessable, "A different request was sent with this `Idempotency-Key` within the last 24 hours.",
                "Use a new key for each request.")
        case .idempotencyInProgress:
            ErrorEntry(
                .conflict, "The first request with this `Idempotency-Key` is still being executed.",
                "Retry in a moment.")
        case .idempotencyResponseLost:
            ErrorEntry(
                .conflict,
                "The request was executed, and its server ended, lost its database or could not be reached before it responded.",
                "Check what the request changed. Send it with another key only if it is to be executed once more.")
        case .serverError:
            ErrorEntry(
                .server, "The server failed unexpectedly.",
                "Look up the `requestId` in the server's log.")
        case .serverNotReady:
            ErrorEntry(
                .unavailable, "The server's database or provider plugins are not working.",
                "See the failed checks in `details` and the server's log.")
        case .serverNoLeader:
            ErrorEntry(
                .unavailable, "No server of the database leads, or the leader cannot be reached.",
                "Nothing was executed: retry after the time in `Retry-After`. `GET /api/ready` of each server reports which one "
                    + "leads; see [Running several servers](servers.md).")
        case .serverNotLeading:
            ErrorEntry(
                .unavailable, "A server forwarded the request to another one that no longer leads.",
                "Nothing was executed: retry. If it persists, check that the `--advertise` of each server leads to itself."
            )
        case .serverLost:
            ErrorEntry(
                .unavailable, "The connection to the server that leads ended before its response.",
                "The request may have been executed: check, or repeat it with the same `Idempotency-Key`.")
        case .serverMessageMisdirected:
            ErrorEntry(
                .misdirected,
                "A message between servers arrived at one that it is not for, or after another server began to lead.",
                "Nothing was executed, and servers send it again by themselves. If it persists, check that the `--advertise` of "
                    + "each server leads to itself.")
        case .serverMessageExpired:
            ErrorEntry(
                .conflict, "A message between servers was received more than a minute after its session was opened.",
                "Nothing was executed, and servers open another session by themselves. If no server sends it, it was recorded "
                    + "on the network between the servers: see [Running several servers](servers.md).")
        case .serverMessageRepeated:
            ErrorEntry(
                .conflict, "A message between servers was received a second time.",
                "It was not executed again. Servers send no message twice: check who else has access to the network between them."
            )
        case .serverMessageMemory:
            ErrorEntry(
                .unavailable,
                "Requests and responses of more than 4 MiB between servers take all of the memory that they may (1 GiB).",
                "Retry later: a request that does not fit was not executed.")
        case .serverMessageLong:
            ErrorEntry(
                .invalid, "A request or response between servers has more than 1 GiB, in base64 where it is binary.",
                "Send the request while the server that has the deployment leads, or read the content in a program, by ranges."
            )
        case .storageDuplicate:
            ErrorEntry(
                .conflict, "The database already contains this value.",
                "Choose another value, or change the existing resource.")
        case .storageBusy:
            ErrorEntry(
                .unavailable, "Another program, such as a backup, locks the database.",
                "Retry after the seconds in `Retry-After`.")
        case .storageConflict:
            ErrorEntry(
                .unavailable, "Concurrent changes conflicted each time that the change was repeated.",
                "Retry after the seconds in `Retry-After`.")
        case .storageUnavailable:
            ErrorEntry(
                .unavailable, "The database cannot be reached, or its response to a change was lost.",
                "Retry after the seconds in `Retry-After`; get the resource first if the request was a change.")
        case .storageFull:
            ErrorEntry(
                .storageFull, "The disk of the database is full. Reads work; nothing was changed.",
                "Free space on the server's disk, then retry.")
        case .storageReadOnly:
            ErrorEntry(
                .storageFull, "The disk of the database cannot be written. Reads work; nothing was changed.",
                "Make the server's data directory writable, then retry.")
        case .workflowNotFound:
            ErrorEntry(
                .notFound, "The workflow does not exist, or belongs to another project.",
                "List workflows with `GET /api/workflows`.")
        case .draftNotFound:
            ErrorEntry(
                .notFound,
                "The workflow has no draft: nothing was saved since its latest version, or it was discarded.",
                "Save one with `PUT /api/workflows/:id/draft`; versions are in `GET /api/workflows/:id/versions`.")
        case .versionNotFound:
            ErrorEntry(
                .notFound, "The version does not exist.",
                "List versions with `GET /api/workflows/:id/versions`.")
        case .connectionNotFound:
            ErrorEntry(
                .notFound, "The connection does not exist, or belongs to another organization.",
                "List connections with `GET /api/connections`.")
        case .deploymentNotFound:
            ErrorEntry(
                .notFound, "The deployment does not exist.",
                "List deployments with `GET /api/workflows/:id/deployments`.")
        case .deploymentElsewhere:
            ErrorEntry(
                .unavailable, "The deployment is on the disk of another server, which cannot be reached.",
                "Start the server that the error names and retry, or deploy again; see "
                    + "[Running several servers](servers.md)."
            )
        case .runNotFound:
            ErrorEntry(
                .notFound, "The run does not exist.",
                "List runs with `GET /api/workflows/:id/runs`.")
        case .nodeNotFound:
            ErrorEntry(
                .notFound, "The node, or this version of it, is not available to the organization.",
                "List nodes with `GET /api/nodes`.")
        case .projectNotFound:
            ErrorEntry(
                .notFound, "The project does not exist, or belongs to another organization.",
                "List projects with `GET /api/projects`.")
        case .variableNotFound:
            ErrorEntry(
                .notFound, "The environment variable does not exist.",
                "List variables with `GET /api/env-vars`.")
        case .pluginNotFound:
            ErrorEntry(
                .notFound, "The plugin is not loaded.",
                "List plugins with `GET /api/plugins`.")
        case .organizationNotFound:
            ErrorEntry(
                .notFound, "The organization does not exist, or the caller is not a member.",
                "List organizations with `GET /api/organizations`.")
        case .memberNotFound:
            ErrorEntry(
                .notFound, "The person is not a member of the organization.",
                "List members with `GET /api/members`.")
        case .setUpNotFound:
            ErrorEntry(
                .notFound,
                "The link that sets up the owner's account is not valid: the account is set up, or the server was restarted.",
                "Sign in, or open the link that the server printed at its last start.")
        case .invitationNotFound:
            ErrorEntry(
                .notFound, "The invitation does not exist: it was accepted or withdrawn, or has expired.",
                "List invitations with `GET /api/invitations`, or invite the person again.")
        case .sessionNotFound:
            ErrorEntry(
                .notFound, "The session does not exist, has ended, or belongs to another person.",
                "List your sessions with `GET /api/sessions`.")
        case .apiKeyNotFound:
            ErrorEntry(
                .notFound, "The API key does not exist.",
                "List API keys with `GET /api/api-keys`.")
        case .memberLastOwner:
            ErrorEntry(
                .conflict, "The change would leave the organization without an owner.",
                "Make another member an owner first.")
        case .memberExists:
            ErrorEntry(
                .conflict, "The person is already a member of the organization.",
                "Change the role of the member instead.")
        case .organizationConfirm:
            ErrorEntry(
                .invalid,
                "The deletion of an organization is not confirmed; the message lists what would be deleted.",
                "Repeat the request with the organization's name as `confirm` in the query.")
        case .organizationFirst:
            ErrorEntry(
                .conflict, "The server's first organization belongs to its operators and cannot be deleted.",
                "Delete what it contains instead.")
        case .projectSlugTaken:
            ErrorEntry(
                .conflict, "Another project of the organization has the slug.",
                "Choose another slug.")
        case .projectNotEmpty:
            ErrorEntry(
                .conflict, "The project still contains workflows.",
                "Delete or move its workflows first.")
        case .projectLast:
            ErrorEntry(
                .conflict, "An organization must have at least one project.",
                "Create another project first.")
        case .projectExportTooLarge:
            ErrorEntry(
                .conflict, "The exported file of the project would exceed the limit.",
                "Delete old versions first.")
        case .variableExists:
            ErrorEntry(
                .conflict, "An environment variable of this name exists.",
                "Change the existing variable.")
        case .versionRejected:
            ErrorEntry(
                .invalid, "The document has errors, so it was not compiled.",
                "Correct each problem in `details`; pointers refer to the document.")
        case .versionDeployed:
            ErrorEntry(
                .conflict, "The version is deployed and cannot be deleted.",
                "Take it down, or deploy another version, first.")
        case .versionLocked:
            ErrorEntry(
                .conflict, "The version is locked and cannot be deleted.",
                "Unlock the version first.")
        case .providerUnknown:
            ErrorEntry(
                .invalid, "No loaded plugin contributes the provider.",
                "Use a provider that `GET /api/providers` lists.")
        case .providerNotLoaded:
            ErrorEntry(
                .conflict, "The plugin of the connection's provider is not loaded.",
                "Install or enable the plugin again.")
        case .providerUnsupported:
            ErrorEntry(
                .invalid, "The provider does not support the operation.",
                "Use another provider for this operation.")
        case .connectionInUse:
            ErrorEntry(
                .conflict, "Workflows are deployed to the connection.",
                "Take down what is deployed to it first.")
        case .deployNoVersion:
            ErrorEntry(
                .conflict, "The workflow has no version to deploy.",
                "Create a version with `POST /api/workflows/:id/versions`.")
        case .deployVersionLocked:
            ErrorEntry(
                .conflict, "A locked version cannot be deployed.",
                "Unlock the version, or deploy another one.")
        case .deployTargetRefused:
            ErrorEntry(
                .invalid, "The version was compiled for a target that the connection's provider does not accept.",
                "Choose another connection, or create a version whose nodes name this provider.")
        case .deployMissingEnvironment:
            ErrorEntry(
                .invalid, "Environment variables that the workflow requires are not set.",
                "Set them with `millrace variables set`, `POST /api/env-vars` or in the workflow's `envVars`, and deploy again."
            )
        case .deployUnknownGlobal:
            ErrorEntry(
                .invalid, "Variables of the workflow refer to global variables that are not set.",
                "Set them with `POST /api/env-vars`, or change the references.")
        case .deployServiceNotDeployed:
            ErrorEntry(
                .invalid, "The workflow calls other workflows that are not deployed to the connection.",
                "Deploy them to the same connection first.")
        case .deployCredentials:
            ErrorEntry(
                .invalid, "The provider refused the connection's credentials.",
                "Update them with `PATCH /api/connections/:id` and deploy again.")
        case .deployInterrupted:
            ErrorEntry(
                .server, "The server stopped during the deploy.",
                "Deploy again.")
        case .workflowNotDeployed:
            ErrorEntry(
                .conflict, "The workflow is not deployed to the connection.",
                "Deploy it there, or choose a connection on which it is active.")
        case .workflowFunctionHasNoRuns:
            ErrorEntry(
                .invalid, "Functions are called over HTTP and have no runs.",
                "Send an HTTP request to the URL of the function's deployment.")
        case .triggerParamsTooLarge:
            ErrorEntry(
                .invalid, "The params of a run or the payload of an event exceed the limit.",
                "Store the data elsewhere and send its location.")
        case .testInvalid:
            ErrorEntry(
                .invalid, "A test names a node that the document does not have, or a pinned value that it cannot use.",
                "Correct each problem in `details`; pointers refer to the request.")
        case .testConnection:
            ErrorEntry(
                .conflict, "The connection for the test is ambiguous, or its provider does not run tests.",
                "Send the `connectionId` of a connection whose provider has `runsTests`, or create one.")
        case .testTooMany:
            ErrorEntry(
                .conflict, "Too many test runs of the project have not ended.",
                "Wait for one to end, or terminate it.")
        case .runEnded:
            ErrorEntry(
                .conflict, "The run has ended and accepts no events.",
                "Send events only to runs that wait; restart the run if it should run again.")
        case .runState:
            ErrorEntry(
                .conflict, "The action is not allowed in the run's status.",
                "Wait for one of the statuses in the message.")
        case .runNotEnded:
            ErrorEntry(
                .conflict, "The run has not ended and cannot be deleted.",
                "Terminate the run first, or wait for its end.")
        case .runTakenDown:
            ErrorEntry(
                .conflict, "The run cannot be restarted: what it ran was taken down.",
                "Deploy the workflow if it is not deployed, and trigger a new run.")
        case .runStepUnknown:
            ErrorEntry(
                .invalid, "The run has no such step to restart from.",
                "List its steps with `GET /api/workflows/:id/runs/:runId/steps`; `count` is its position among the steps of that name."
            )
        case .runStepNotFound:
            ErrorEntry(
                .notFound, "The run has no step of this number.",
                "List its steps with `GET /api/workflows/:id/runs/:runId/steps`, and use the `number` of one.")
        case .runJobNotFound:
            ErrorEntry(
                .notFound, "The job does not exist, or belongs to another project.",
                "List jobs with `GET /api/runs/jobs`.")
        case .webhookNotFound:
            ErrorEntry(
                .notFound, "The webhook does not exist, or belongs to another project.",
                "List webhooks with `GET /api/webhooks`.")
        case .webhookDeliveryNotFound:
            ErrorEntry(
                .notFound, "The delivery does not exist, or was deleted after 30 days.",
                "List deliveries with `GET /api/webhooks/:id/deliveries`.")
        case .webhookLimit:
            ErrorEntry(
                .conflict, "The project has reached the limit of webhooks.",
                "Delete one that is not needed, or let one webhook receive more events.")
        case .webhookDisabled:
            ErrorEntry(
                .conflict, "The webhook is disabled: events are not sent.",
                "Enable it with `PATCH /api/webhooks/:id`.")
        case .runJobTooMany:
            ErrorEntry(
                .conflict, "The project has reached the limit of running jobs.",
                "Wait for the end of one, or cancel one.")
        case .runJobEnded:
            ErrorEntry(
                .conflict, "The job has ended and cannot be cancelled.",
                "Read its result with `GET /api/runs/jobs/:jobId`.")
        case .pluginInProcess:
            ErrorEntry(
                .conflict, "The plugin runs in the server's process and cannot be restarted alone.",
                "Restart the server, or set the plugin's isolation to `process`.")
        case .pluginIsStorage:
            ErrorEntry(
                .conflict, "The plugin provides the server's storage.",
                "Start the server with another `--storage` first.")
        case .pluginTimeout:
            ErrorEntry(
                .timeout, "The plugin did not respond in time.",
                "Retry; if it persists, see the plugin's log lines.")
        case .pluginCancelled:
            ErrorEntry(
                .provider, "The call to the plugin was cancelled.",
                "Retry the request.")
        case .pluginMessage:
            ErrorEntry(
                .provider, "The plugin sent a malformed message.",
                "Update the plugin, or report the fault to its author.")
        case .pluginProcess:
            ErrorEntry(
                .provider, "The process of the plugin could not be started.",
                "See the server's log; the machine may lack memory or file descriptors.")
        case .pluginProtocol:
            ErrorEntry(
                .provider, "The process of the plugin violated the protocol and was ended.",
                "Update the plugin, or report the fault to its author.")
        case .pluginCrashed:
            ErrorEntry(
                .provider, "The process of the plugin ended during the call.",
                "Retry; the server starts the plugin again.")
        case .pluginHung:
            ErrorEntry(
                .provider, "The process of the plugin did not respond and was ended.",
                "Retry; the server starts the plugin again.")
        case .pluginMemory:
            ErrorEntry(
                .provider, "The process of the plugin exceeded its memory limit.",
                "Raise the limit of plugins' memory, or report the fault to the plugin's author.")
        case .pluginThreads:
            ErrorEntry(
                .provider, "The process of the plugin exceeded its limit of threads.",
                "Report the fault to the plugin's author.")
        case .pluginDisk:
            ErrorEntry(
                .provider, "The data folder of the plugin exceeded its limit.",
                "Raise the limit of plugins' disk space with `--plugin-disk`, or report the fault to the plugin's author."
            )
        case .pluginRestarting:
            ErrorEntry(
                .provider, "The plugin's process ended and is about to be started again.",
                "Retry after the time that the message names.")
        case .pluginOff:
            ErrorEntry(
                .unavailable, "The plugin is disabled, by an operator or because its process exited too often.",
                "Enable it with `POST /api/plugins/:pluginId/enable`.")
        case .pluginStopped:
            ErrorEntry(
                .provider, "The plugin was stopped while starting.",
                "Retry the request.")
        case .pluginRemoved:
            ErrorEntry(
                .provider, "The plugin was uninstalled during the call.",
                "Install it again, or use another plugin.")
        case .pluginLibrary:
            ErrorEntry(
                .unprocessable, "The system cannot load the plugin's library.",
                "Build the plugin for this operating system and processor.")
        case .pluginDependency:
            ErrorEntry(
                .unprocessable, "The plugin needs a shared library that the machine does not have.",
                "Install the package of that library, such as `libpq5` for the storage `postgresql`.")
        case .pluginEntry:
            ErrorEntry(
                .unprocessable, "The library is not a Millrace plugin.",
                "Export the functions that `millrace_plugin.h` declares.")
        case .pluginABI:
            ErrorEntry(
                .unprocessable, "The plugin was built for another version of the plugin ABI.",
                "Build it with the SDK of this server's version.")
        case .pluginStart:
            ErrorEntry(
                .unprocessable, "The plugin refused to start.",
                "See its lines in the server's log.")
        case .pluginManifest:
            ErrorEntry(
                .unprocessable, "The manifest of the plugin is malformed or has changed since it was checked.",
                "Correct the manifest; `millrace plugin check` reports its problems.")
        case .pluginCheck:
            ErrorEntry(
                .unprocessable, "The library could not be checked: the checking process ended or ran out of time.",
                "Run `millrace plugin check` on the library.")
        case .pluginDirectory:
            ErrorEntry(
                .unprocessable, "The directory of the plugin's state cannot be created.",
                "Check the permissions and the space of the data directory.")
        case .pluginDuplicate:
            ErrorEntry(
                .unprocessable, "Another loaded plugin contributes the same.",
                "Remove one of the two libraries.")
        case .marketplaceUnknownNode:
            ErrorEntry(
                .notFound, "No registry offers the node.",
                "List available nodes with `GET /api/marketplace`.")
        case .marketplaceUnknownVersion:
            ErrorEntry(
                .notFound, "The registry does not offer this version of the node.",
                "Choose one of the versions in the message.")
        case .marketplaceNoBuild:
            ErrorEntry(
                .unprocessable, "The node has no library for the server's platform and version.",
                "Choose another version, or ask the publisher for a build.")
        case .marketplaceInstalled:
            ErrorEntry(
                .conflict, "The node is already installed.",
                "Update the node instead.")
        case .marketplaceNotInstalled:
            ErrorEntry(
                .conflict, "The node is not installed.",
                "Install it with `POST /api/marketplace/install`.")
        case .marketplaceNotNewer:
            ErrorEntry(
                .conflict, "The requested version is not newer than the installed one.",
                "Use `POST /api/marketplace/rollback` to return to the previous version.")
        case .marketplaceNoPrevious:
            ErrorEntry(
                .conflict, "No previous version is installed.",
                "Install the required version.")
        case .marketplaceInUse:
            ErrorEntry(
                .conflict, "Stored versions of workflows use the node.",
                "Change these workflows, or send `\"force\": true`.")
        case .marketplaceProviderInUse:
            ErrorEntry(
                .conflict, "Connections use a provider of the package.",
                "Take down what is deployed to these connections, and delete them.")
        case .marketplaceConflict:
            ErrorEntry(
                .conflict, "The server or an installed package contributes the same provider or endpoint.",
                "Uninstall the other package, or choose another one.")
        case .marketplaceForServer:
            ErrorEntry(
                .unprocessable, "The package contains a storage, which the whole server shares.",
                "Ask the operator to install it with `millrace storage install`.")
        case .marketplaceWithdrawn:
            ErrorEntry(
                .unprocessable, "The registry has withdrawn the version.",
                "Choose another version, with `GET /api/marketplace/:nodeId`.")
        case .registryUnreachable:
            ErrorEntry(
                .unavailable, "The registry cannot be read.",
                "Check the registry's address and the network, then retry.")
        case .registryTooLarge:
            ErrorEntry(
                .unprocessable, "A file of the registry exceeds the limit.",
                "Ask the publisher; nothing was installed.")
        case .registryIndex:
            ErrorEntry(
                .unavailable, "The index of the registry is malformed.",
                "Ask the registry's operator, or remove the registry.")
        case .registryUnsigned:
            ErrorEntry(
                .unavailable, "The index of a registry that signs its index is not signed.",
                "Ask the registry's operator to sign it with `millrace registry sign`.")
        case .registryUnknownKey:
            ErrorEntry(
                .unavailable, "The index of the registry is signed with a key that the server does not trust.",
                "Verify the key with the registry's operator, then add it with `--trusted-key`.")
        case .registrySignature:
            ErrorEntry(
                .unavailable, "The signature of the registry's index is not valid.",
                "Do not use the registry; inform its operator.")
        case .registryExpired:
            ErrorEntry(
                .unavailable, "The index of the registry has expired.",
                "Ask the registry's operator to sign it again; check the server's clock.")
        case .registryRollback:
            ErrorEntry(
                .unavailable, "The index of the registry is older than one that was seen before, or differs from it.",
                "Ask the registry's operator; the index may have been replaced by an old one.")
        case .registryFormat:
            ErrorEntry(
                .unavailable, "The index of the registry has a format of another Millrace version.",
                "Update the server, or use another registry.")
        case .registryPath:
            ErrorEntry(
                .unprocessable, "The index names a path outside the registry.",
                "Ask the registry's operator; nothing was installed.")
        case .registryKeyRequired:
            ErrorEntry(
                .commandLine, "A signed registry was to be changed without the key that signs its index.",
                "Pass the registry's private key with `--key`.")
        case .registryNotPublished:
            ErrorEntry(
                .commandLine, "The registry does not have the node or the version.",
                "Compare the name with the registry's `index.json`.")
        case .registryKeyFile:
            ErrorEntry(
                .commandLine, "The file of a signing key cannot be read or written.",
                "Check the path and its permissions.")
        case .registryTrustedKey:
            ErrorEntry(
                .commandLine, "A trusted key is not a valid public key.",
                "Write `ed25519:` and 32 bytes in base64, as `millrace registry keygen` prints them.")
        case .registryDuplicate:
            ErrorEntry(
                .commandLine, "Two plugins contain the same version of a node.",
                "Remove one of them, or give it another version.")
        case .registryPublished:
            ErrorEntry(
                .commandLine, "The version of the node is already published with another library.",
                "Give the new library another version.")
        case .registryNotARegistry:
            ErrorEntry(
                .commandLine, "The folder contains files and is not a registry.",
                "Choose another folder.")
        case .packageSize:
            ErrorEntry(
                .unprocessable, "The size of the package differs from the registry's index.",
                "Retry; if it persists, ask the registry's operator.")
        case .packageChecksum:
            ErrorEntry(
                .unprocessable, "The checksum of the package differs from the registry's index.",
                "Retry; if it persists, ask the registry's operator.")
        case .packageUnsigned:
            ErrorEntry(
                .unprocessable, "The package is not signed.",
                "Ask for a signed package, or allow unsigned packages.")
        case .packageUnknownKey:
            ErrorEntry(
                .unprocessable, "The package is signed with a key that the server does not trust.",
                "Add the publisher's key to the trusted keys.")
        case .packageSignature:
            ErrorEntry(
                .unprocessable, "The signature of the package is not valid.",
                "Do not use the package; inform the publisher.")
        case .packageRevokedKey:
            ErrorEntry(
                .unprocessable, "The registry has revoked the key that signed the package or the index.",
                "Choose a version that is signed with another key, or ask the registry's operator.")
        case .packageNamespace:
            ErrorEntry(
                .unprocessable, "The package is signed by another publisher than the one who owns its name.",
                "Do not install it; inform the registry's operator.")
        case .packageContent:
            ErrorEntry(
                .unprocessable, "The package contains something other than the registry declares.",
                "Ask the publisher; nothing was installed.")
        case .packageDamaged:
            ErrorEntry(
                .unprocessable, "The file of an installed package is missing or was changed.",
                "Uninstall the node with `\"force\": true` and install it again.")
        case .packageUnloadable:
            ErrorEntry(
                .unavailable, "The package that provides what the request needs is installed and cannot be loaded.",
                "See the reason in the message; uninstall the package and install it again.")
        case .packageUnfit:
            ErrorEntry(
                .commandLine, "The plugin cannot be published.",
                "Correct what the message names.")
        case .packageStore:
            ErrorEntry(
                .unprocessable, "The package cannot be stored on the server's disk.",
                "Check the permissions and the space of the data directory.")
        case .startFile:
            ErrorEntry(
                .commandLine, "A file or folder of the server cannot be used.",
                "Check its owner, its permissions and the disk's space.")
        case .startMasterKeyMalformed:
            ErrorEntry(
                .commandLine, "The file of the master key does not contain a valid key.",
                "Restore the file from a backup.")
        case .startMasterKeyMissing:
            ErrorEntry(
                .commandLine, "The database is encrypted with a master key whose file does not exist.",
                "Restore the file from a backup.")
        case .startMasterKeyOther:
            ErrorEntry(
                .commandLine, "The master key is not the one that the database is encrypted with.",
                "Copy the right key from another server, or restore it from a backup.")
        case .startMasterKeyNext:
            ErrorEntry(
                .commandLine, "The master key is being changed, and the server lacks the next key.",
                "Copy `master.key.next` from the data folder of another server.")
        case .startMasterKeyUnusable:
            ErrorEntry(
                .commandLine,
                "The file `master.key.next` is not a valid key, or other users can read it, own it or replace what it links to.",
                "Remove it, and repeat `millrace keys rotate`, which makes another key; or set mode 600 if no other user has read it."
            )
        case .startMasterKeyServers:
            ErrorEntry(
                .commandLine,
                "Running servers lack the next master key, or their `master.key.next` is not used. Nothing has begun.",
                "Copy `master.key.next` with mode 600 to the data folder of each server that the message names, and repeat "
                    + "`millrace keys rotate`.")
        case .startOpen:
            ErrorEntry(
                .commandLine, "Other users of the machine can access the data folder or a file in it.",
                "Check who could have read or changed it, then run `millrace doctor --data FOLDER --repair`.")
        case .startInUse:
            ErrorEntry(
                .commandLine, "A running server uses the data directory.",
                "Stop that server first, or use another directory.")
        case .startNoInstallation:
            ErrorEntry(
                .commandLine, "The data directory does not contain an installation.",
                "Start the server once with `millrace serve`.")
        case .startIncomplete:
            ErrorEntry(
                .commandLine, "The data directory has a master key, but its database is missing or empty.",
                "Restore a backup with `millrace restore`; for a first start, use an empty folder.")
        case .startStorageUnknown:
            ErrorEntry(
                .commandLine, "No loaded plugin contributes the storage.",
                "Use a storage that the message names, or install its plugin.")
        case .startStorageOther:
            ErrorEntry(
                .commandLine, "The installation of the data directory is in another storage.",
                "Pass the storage that the message names with `--storage`, or move the installation with `millrace storage copy`."
            )
        case .startOlderData:
            ErrorEntry(
                .commandLine, "The database is of an earlier version, and a server may be using it.",
                "Start the server of this version once with `millrace serve`, which upgrades the database.")
        case .startUpgradeCopy:
            ErrorEntry(
                .commandLine, "The database must be upgraded, and the copy before the upgrade cannot be created.",
                "Free space on the disk of the data directory, or make it writable.")
        case .startNewerData:
            ErrorEntry(
                .commandLine, "The data of a plugin, such as the journal of runs, was written by a newer version.",
                "Start the version that the message names, or restore the copy from before the upgrade.")
        case .startServerRunning:
            ErrorEntry(
                .commandLine, "Another server works on the database.",
                "Stop it, or start this one with `--standby`.")
        case .startServerReplaced:
            ErrorEntry(
                .commandLine, "Another server has taken over the database, because this one missed its heartbeats.",
                "Start it again with `--standby`.")
        case .startServerDuplicate:
            ErrorEntry(
                .commandLine, "Another running server has the same `server-id`: one folder is a copy of the other.",
                "Run one of the two. Start another server in an empty data folder with the same `master.key`."
            )
        case .startCopyTarget:
            ErrorEntry(
                .commandLine, "The database to copy to contains an installation.",
                "Copy to an empty database.")
        case .startCopySource:
            ErrorEntry(
                .commandLine, "The database to copy from contains no installation.",
                "Check `--from` and the settings of its plugin.")
        case .startCopyDiffers:
            ErrorEntry(
                .commandLine, "After copying, the rows of the two databases differ.",
                "Stop what writes to one of them, then copy again.")
        case .backupNotEmpty:
            ErrorEntry(
                .commandLine, "The target folder is not empty.",
                "Choose a folder that does not exist or is empty.")
        case .backupFile:
            ErrorEntry(
                .commandLine, "A file cannot be read or written.",
                "Check its owner, its permissions and the disk's space.")
        case .backupDamaged:
            ErrorEntry(
                .commandLine, "A database of the data directory is damaged.",
                "Run `millrace doctor`, and restore an earlier backup.")
        case .backupRotation:
            ErrorEntry(
                .commandLine, "A rotation of the master key is not complete.",
                "Run `millrace keys rotate`, or start the server, then back up.")
        case .backupIncomplete:
            ErrorEntry(
                .commandLine, "The backup lacks files.",
                "Copy it again, or use another backup.")
        case .backupAltered:
            ErrorEntry(
                .commandLine, "Files of the backup were changed after it was made.",
                "Copy it again, or use another backup.")
        case .backupNewer:
            ErrorEntry(
                .commandLine, "The backup was made by a newer version.",
                "Restore it with the version that the message names.")
        case .backupKey:
            ErrorEntry(
                .commandLine, "The master key of the backup is missing, or the wrong one was passed.",
                "Pass the file of the key with `--master-key`.")
        }
    }

    package var kind: ErrorKind { entry.kind }
}
