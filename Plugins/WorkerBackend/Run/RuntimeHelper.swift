/// Functions that generated code calls; a module holds those that it uses. Their names begin with `$`, as no
/// node's does.
enum RuntimeHelper: Int, CaseIterable {
    case webhook, bearer, signature, secretKey, payload, form, request, requestInPlace, send, encodings, segment,
        origin, time, duration, content, mediaType, charset, integers, runtime, text, written, items,
        count, choice, eventType, callOf, template, attempt, guarded, globals, signals, arms, race, all, childID, start,
        output

    /// What a helper calls itself.
    var needs: [RuntimeHelper] {
        switch self {
        case .webhook: [.payload]
        case .bearer, .signature: [.payload, .secretKey]
        case .payload: [.mediaType, .charset, .integers, .form]
        case .content: [.mediaType, .charset, .integers]
        case .request: [.send, .runtime]
        case .requestInPlace: [.send]
        case .send: [.content, .encodings, .text, .written]
        case .text: [.written]
        case .segment, .origin: [.text]
        case .attempt, .signals, .arms, .childID, .output: [.runtime]
        case .race, .all: [.arms]
        case .secretKey, .form, .encodings, .time, .duration, .runtime, .mediaType, .charset, .integers, .written,
            .items, .count, .choice, .eventType, .callOf, .template, .guarded, .globals, .start:
            []
        }
    }

    /// This helper and all that it needs.
    var closure: Set<RuntimeHelper> { needs.reduce(into: [self]) { $0.formUnion($1.closure) } }

    var source: String {
        switch self {
        case .webhook: Self.webhookSource
        case .bearer: Self.bearerSource
        case .signature: Self.signatureSource
        case .secretKey: Self.secretKeySource
        case .payload: Self.payloadSource
        case .form: Self.formSource
        case .request: Self.requestSource
        case .requestInPlace: Self.requestInPlaceSource
        case .send: Self.sendSource
        case .encodings: Self.encodingSource
        case .segment: Self.segmentSource
        case .origin: Self.originSource
        case .time: Self.timeSource
        case .duration: Self.durationSource
        case .content: Self.contentSource
        case .mediaType: Self.mediaTypeSource
        case .charset: Self.charsetSource
        case .integers: Self.integersSource
        case .runtime: ArmHelpers.runtime
        case .attempt: ArmHelpers.attempt
        case .guarded: ArmHelpers.guarded
        case .globals: ArmHelpers.globals
        case .signals: ArmHelpers.signals
        case .arms: ArmHelpers.arms
        case .race: ArmHelpers.race
        case .all: ArmHelpers.all
        case .childID: Self.childSource
        case .text: Self.textSource
        case .written: Self.writtenSource
        case .items: Self.itemsSource
        case .count: Self.countSource
        case .choice: Self.choiceSource
        case .eventType: Self.eventTypeSource
        case .callOf: Self.callSource
        case .template: Self.templateSource
        case .start: Self.startSource
        case .output: Self.outputSource
        }
    }

    private static let textSource = """
        /** A value as part of a text. */
        function $text(value: any): string {
          if (value === undefined || value === null) return "";
          if (typeof value !== "object" || value instanceof Error || value instanceof RegExp) return String(value);
          if (value instanceof URL || value instanceof URLSearchParams) return String(value);
          if (value instanceof Date && !Number.isNaN(value.getTime())) return value.toISOString();
          return $written(value, "A value in a text")!;
        }
        """

    private static let itemsSource = """
        /** What a loop goes over, as it is when the loop begins. */
        function $items(value: any, loop: string): any[] {
          if (typeof value === "object" && typeof value?.[Symbol.iterator] === "function") return [...value];
          const kind = value === null ? "null" : typeof value === "string" ? "a text" : typeof value;
          throw new TypeError(`The collection of "${loop}" is ${kind}; expected an array or another iterable of items`);
        }
        """

    private static let countSource = """
        /** How many rounds a loop makes. */
        function $count(value: any, loop: string): number {
          const isNumber = typeof value === "number" || typeof value === "string" && value.trim() !== "";
          const count = isNumber ? Number(value) : NaN;
          if (Number.isInteger(count) && count >= 0) return count;
          throw new RangeError(`${JSON.stringify(value)} is not a valid count of "${loop}"; expected a whole number from 0`);
        }
        """

    private static let callSource = """
        /** What a node's code may know of the step it runs in. */
        function $call(event: any, stepName: string, context?: any) {
          const { instanceId } = event;
          const attempt = context?.attempt ?? 1;
          const call = { instanceId, stepName, idempotencyKey: `${instanceId}:${stepName}`, attempt };
          // Not one of those that are listed: a node may return what it was called with.
          return Object.defineProperty(call, "signal", { get: () => context?.signal });
        }
        """

    private static let templateSource = """
        /** Runs a node's code; an error that says so is not retried, or not before the time that a service asks for. */
        async function $run(template: any, env: any, params: any, call: any, retries: number, timeout: number): Promise<any> {
          const start = Date.now();
          try {
            return await template(env, params, call);
          } catch (error: any) {
            if (error?.retryable === false) {
              // Without the name of the other: the platform knows this error by its own.
              throw new NonRetryableError(error.message ?? String(error));
            }
            // A step has one delay for all its errors: a short wait is made here, as long as the attempt may last.
            const wait = Number(error?.retryAfter) * 1_000;
            const room = Math.min(timeout - (Date.now() - start) - 1_000, 60_000);
            if (wait > 0 && wait <= room && call.attempt <= retries) {
              await new Promise((resolve) => setTimeout(resolve, wait));
            }
            throw error;
          }
        }
        """

    /// A UUID of version 8 (RFC 9562, section 5.8), which a run is known by in Millrace too; programs of earlier releases
    /// have ids such as `nested-2-…`.
    private static let childSource = """
        /** The id of another workflow's run: a UUID that has how deep it is nested in it, so that no program loses that. */
        function $childId(instanceId: string): string {
          const own = /^(?:nested-(\\d+)-|[0-9a-f]{8}-[0-9a-f]{4}-8([0-9a-f]{3})-)/.exec(instanceId);
          const depth = (own?.[2] ? parseInt(own[2], 16) : Number(own?.[1] ?? 0)) + 1;
          if (depth > 32 && !$runtime) {
            throw new NonRetryableError("NestingLimitExceeded: Workflows are nested more than 32 deep. Check whether they call each other.");
          }
          return crypto.randomUUID().replace(/(?<=^.{14}).{4}/, `8${depth.toString(16).padStart(3, "0")}`);
        }
        """

    private static let startSource = """
        /** Starts another workflow's run; one of that id is of an attempt whose answer was lost. */
        async function $start(workflow: any, id: string, params: any): Promise<{ id: string }> {
          try {
            return { id: (await workflow.create({ id, params })).id };
          } catch (error) {
            try {
              return { id: (await workflow.get(id)).id };
            } catch {
              throw error;
            }
          }
        }
        """
}
