import { base64url } from "./content.ts";
import { NodeError } from "./error.ts";
import { fromBase64, utf8 } from "./signing.ts";

/** A private key and how it signs. */
export interface SigningKey {
  /** In PEM: PKCS #8, or PKCS #1 as GitHub has it. */
  privateKey: string;
  /** `RS256` unless it says otherwise. */
  algorithm?: string;
  keyId?: string;
}

/** A signed JSON Web Token (RFC 7519) that begins now. */
export async function jwt(key: SigningKey, claims: Record<string, unknown>, seconds: number): Promise<string> {
  const { algorithm = "RS256", keyId } = key;
  // A clock that is ahead of the server's must not make a token of the future.
  const now = Math.floor(Date.now() / 1_000) - 30;
  const header = { alg: algorithm, typ: "JWT", ...keyId && { kid: keyId } };
  const parts = [header, { ...claims, iat: now, exp: now + seconds }];
  const text = parts.map((part) => base64url(JSON.stringify(part))).join(".");
  const signature = await crypto.subtle.sign(signatureOf(algorithm), await imported(key, algorithm), utf8(text));
  return `${text}.${base64url(new Uint8Array(signature))}`;
}

function signatureOf(algorithm: string): any {
  if (algorithm === "ES256") return { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
  return { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
}

async function imported(key: SigningKey, algorithm: string): Promise<CryptoKey> {
  const text = key.privateKey.replaceAll("\\n", "\n");
  const isBare = text.includes("BEGIN RSA PRIVATE KEY");
  try {
    const bytes = fromBase64(text.replace(/-----[^-]+-----/g, "").replace(/\s/g, ""));
    const whole = isBare ? framed(bytes) : bytes;
    return await crypto.subtle.importKey("pkcs8", whole, signatureOf(algorithm), false, ["sign"]);
  } catch {
    throw new NodeError("Private key", { message: "it is not a private key in PEM for its algorithm" });
  }
}

/** An RSA key of PKCS #1 as PKCS #8 has it (RFC 5208, section 5). */
function framed(key: Uint8Array): Uint8Array<ArrayBuffer> {
  const rsa = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
  return element(0x30, [0x02, 0x01, 0x00, ...rsa, ...element(0x04, [...key])]);
}

/** An element of DER. */
function element(tag: number, content: number[]): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Uint8Array.from([tag, ...size, ...content]);
}
