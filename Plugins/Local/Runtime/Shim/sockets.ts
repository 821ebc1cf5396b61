// Sockets of Node's modules, through the proxy that everything leaves by.
import process from "node:process";
import { refused } from "./egress.ts";

/** What Node's sockets have beside their public interface, which Deno has too. */
interface Socket {
  connecting: boolean;
  _handle: { reading: boolean; readStart(): void } | null;
  _writeGeneric(isVector: boolean, data: Uint8Array, encoding: string, done: (error?: Error) => void): void;
  connect(...values: unknown[]): unknown;
  destroy(error: Error): void;
  emit(event: string, ...values: unknown[]): boolean;
  once(event: string, listener: unknown): void;
  push(chunk: Uint8Array | null): boolean;
  read(length: number): unknown;
}

interface Net {
  Socket: { prototype: Socket };
  _normalizeArgs(values: unknown[]): [Options, unknown];
  connect(options: Options): unknown;
}

interface Options {
  host?: string;
  port?: number;
  path?: string;
  socket?: unknown;
  [name: string]: unknown;
}

interface Tls {
  connect(...values: unknown[]): unknown;
}

const headEnd = "\r\n\r\n";
/** Of the proxy's response, in characters. */
const longestResponse = 64 * 1024;

/** Has sockets connect through the proxy. To be called before any program imports them. */
export function tunnelSockets(proxy: URL): void {
  const net = process.getBuiltinModule("node:net") as unknown as Net;
  const tls = process.getBuiltinModule("node:tls") as unknown as Tls;
  const { connect } = net.Socket.prototype;
  net.Socket.prototype.connect = function (...values) {
    // Those of Node's own code are normalized already.
    const [options, listener] = Array.isArray(values[0]) ? values[0] as [Options, unknown] : net._normalizeArgs(values);
    if (options.path !== undefined && options.path !== null || options.port === undefined) {
      return connect.apply(this, values);
    }
    if (typeof listener === "function") this.once("connect", listener);
    const host = options.host ?? "localhost";
    openTunnel(this, `${host.includes(":") ? `[${host}]` : host}:${options.port}`, proxy.password);
    const { noDelay, keepAlive, keepAliveInitialDelay } = options;
    return connect.call(this, {
      host: proxy.hostname,
      port: Number(proxy.port),
      noDelay,
      keepAlive,
      keepAliveInitialDelay,
    });
  };
  const secure = tls.connect;
  tls.connect = (...values) => {
    const [options, listener] = net._normalizeArgs(values);
    // With a port and a host the options come after them.
    const given = values.find((value) => typeof value === "object" && value !== null) as Options | undefined;
    const all: Options = { ...given, ...options };
    if (all.socket || all.path) return secure(...values);
    const { host = "localhost", port, signal } = all;
    return secure({ ...all, host, socket: net.connect({ host, port, signal }) }, listener ?? undefined);
  };
}

/** Asks the proxy for a tunnel once the socket is connected to it; until then the socket seems to be connecting. */
function openTunnel(socket: Socket, authority: string, token: string): void {
  const { emit, push } = socket;
  const restore = () => {
    socket.emit = emit;
    socket.push = push;
    socket.connecting = false;
  };
  socket.emit = (event, ...values) => {
    if (event === "ready") return true;
    if (event !== "connect") return emit.call(socket, event, ...values);
    const credentials = btoa(`deployment:${token}`);
    const head = `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\nProxy-Authorization: Basic ${credentials}`;
    socket._writeGeneric(false, new TextEncoder().encode(head + headEnd), "", (error) => {
      if (error) socket.destroy(error);
    });
    socket.connecting = true;
    if (socket._handle && !socket._handle.reading) {
      socket._handle.reading = true;
      socket._handle.readStart();
    }
    return true;
  };
  let response = "";
  socket.push = (chunk) => {
    // A character a byte.
    for (const byte of chunk ?? []) response += String.fromCharCode(byte);
    const end = response.indexOf(headEnd);
    const isOpen = end >= 0 && /^HTTP\/1\.1 200 /.test(response);
    const isOver = chunk === null || response.length > longestResponse;
    if (!isOpen && !isOver && !(end >= 0 && isComplete(response, end))) return true;
    restore();
    const rest = response.slice(end + headEnd.length);
    if (!isOpen) {
      socket.destroy(refused(rest));
      return false;
    }
    emit.call(socket, "connect");
    emit.call(socket, "ready");
    // What the host sends first may come with the response.
    if (chunk && rest !== "") return push.call(socket, chunk.subarray(chunk.length - rest.length));
    socket.read(0);
    return true;
  };
}

/** Whether all of a response's body has come. */
function isComplete(response: string, end: number): boolean {
  const length = /\r\ncontent-length: *(\d+)/i.exec(response.slice(0, end))?.[1];
  return response.length >= end + headEnd.length + Number(length ?? 0);
}
