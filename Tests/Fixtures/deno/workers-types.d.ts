// What the package @cloudflare/workers-types declares, as far as generated modules name it.

declare interface Fetcher {
  fetch(input: any, init?: any): Promise<Response>;
}

declare interface Workflow {
  create(options?: { id?: string; params?: any }): Promise<any>;
  get(id: string): Promise<any>;
}

declare type KVNamespace = any;
declare type D1Database = any;
declare type R2Bucket = any;
declare type Queue = any;
declare type Ai = any;
declare type VectorizeIndex = any;
declare type AnalyticsEngineDataset = any;
declare type Hyperdrive = any;
declare type RateLimit = any;
declare type SendEmail = any;
declare type ImagesBinding = any;
declare type SecretsStoreSecret = any;
declare type DurableObjectNamespace = any;
