export { cache } from "./cache";
export { type Action, useAction } from "./useAction";
export { type List, useList } from "./useList";
export { type Query, type QueryOptions, useQuery, useUrl } from "./useQuery";
