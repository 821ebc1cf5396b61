// What code of nodes imports as "@millrace/node". Only what a workflow's nodes use becomes part of its program.
export * from "./error.ts";
export * from "./address.ts";
export * from "./parameters.ts";
export * from "./request.ts";
export * from "./paging.ts";
export * from "./signing.ts";
export * from "./removal.ts";
export * from "./file.ts";
export * from "./raw.ts";
export * from "./aws.ts";
export * from "./alibaba.ts";
